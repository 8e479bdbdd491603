using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Gives the account a public address.</summary>
internal static class AllocateAddress
{
    /// <summary>The name of AWS's own pool.</summary>
    public const string PoolName = "amazon";

    public static Decision<Shape.AllocateAddressResult> Decide(
        Shape.AllocateAddressRequest request, Snapshot snapshot, Given given)
    {
        if (request.Domain is not (null or "vpc"))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.Domain}) for parameter domain is invalid. It must be vpc.");
        }

        if (request.Address is not null || request.IpamPoolId is not null || request.CustomerOwnedIpv4Pool is not null
            || request.PublicIpv4Pool is not (null or PoolName))
        {
            return new Ec2Error.Unsupported("Addresses come from Amazon's pool; none can be chosen or brought along.");
        }

        if (TagList.Read(request.TagSpecifications, Noun.ElasticIp, out var tags) is { } error)
        {
            return error;
        }

        if (PublicAddresses.Next(snapshot, [], given.Entropy) is not { } publicIp)
        {
            return new Ec2Error.InsufficientAddressCapacity();
        }

        var address = new ElasticIp
        {
            AllocationId = Mint.ResourceId(Noun.ElasticIp.Prefix, given.Entropy),
            PublicIp = publicIp,
            Tags = tags,
        };
        return new Decision<Shape.AllocateAddressResult>.Accept(
            new Shape.AllocateAddressResult
            {
                AllocationId = address.AllocationId,
                PublicIp = publicIp,
                Domain = "vpc",
                PublicIpv4Pool = PoolName,
                NetworkBorderGroup = given.Scope.Region,
            },
            [new Change.Put(given.Scope, address)]);
    }
}
