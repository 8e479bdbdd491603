using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;
using Pergola.Planning.VpcLattice;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>
/// Makes a VPC endpoint to a resource configuration or a service network, with an interface in each subnet. It is
/// Pending when this answers, and Available by the loop once the node's VPC stands with it.
/// </summary>
internal static class CreateVpcEndpoint
{
    public static Decision<Shape.CreateVpcEndpointResult> Decide(
        Shape.CreateVpcEndpointRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (request.ClientToken is { } token
            && realm.Of<VpcEndpoint>().All.FirstOrDefault(each => each.ClientToken == token) is { } earlier)
        {
            return Answer(given.Scope, realm, earlier);
        }

        if ((EndpointKind.Refuse(request) ?? EndpointPlace.Refuse(realm, request)) is { } refused)
        {
            return refused;
        }

        if (!EndpointTarget.TryFind(request, snapshot, given, out var target, out var unseen))
        {
            return unseen;
        }

        var badTags = TagList.Read(request.TagSpecifications, Noun.VpcEndpoint, out var tags);
        if ((badTags
            ?? EndpointPlace.RefuseApart(snapshot, given.Scope, request.SubnetIds!, target)
            ?? EndpointPrivateDns.Refuse(request, snapshot, given.Scope, target)
            ?? EndpointQuota.Refuse(request, snapshot, given, target)) is { } error)
        {
            return error;
        }

        var endpoint = Make(request, target, snapshot, given) with { Tags = tags };
        var addresses = request.SubnetConfigurations ?? [];
        var (interfaces, refusal) = EndpointInterfaces.Allocate(
            endpoint, endpoint.SubnetIds, addresses, snapshot, given.Scope, given.Now, given.Entropy);
        if (refusal is not null)
        {
            return new Decision<Shape.CreateVpcEndpointResult>.Reject(refusal);
        }

        return Accept(endpoint with
        {
            SecurityGroupIds = interfaces[0].SecurityGroupIds,
            NetworkInterfaceIds = [.. interfaces.Select(each => each.NetworkInterfaceId)],
        }, interfaces, target, snapshot, given);
    }

    private static VpcEndpoint Make(
        Shape.CreateVpcEndpointRequest request, LatticeResource target, Snapshot snapshot, Given given) => new()
        {
            VpcEndpointId = Mint.ResourceId(Noun.VpcEndpoint.Prefix, given.Entropy),
            VpcId = request.VpcId,
            EndpointType = request.VpcEndpointType!,
            TargetArn = target.Arn,
            TargetId = target.Id,
            SubnetIds = [.. request.SubnetIds!.Distinct(StringComparer.Ordinal)],
            SecurityGroupIds = [.. request.SecurityGroupIds ?? []],
            NetworkInterfaceIds = [],
            PrivateDnsEnabled = request.PrivateDnsEnabled == true,
            PrivateDnsPreference = request.DnsOptions?.PrivateDnsPreference,
            PrivateDnsSpecifiedDomains = [.. request.DnsOptions?.PrivateDnsSpecifiedDomains ?? []],
            State = VpcEndpointState.Pending,
            SinceRevision = snapshot.Revision + 1,
            CreatedAt = given.Now,
            ClientToken = request.ClientToken,
        };

    private static Decision<Shape.CreateVpcEndpointResult>.Accept Accept(
        VpcEndpoint endpoint,
        ImmutableArray<NetworkInterface> interfaces,
        LatticeResource target,
        Snapshot snapshot,
        Given given)
    {
        ImmutableArray<Change> changes =
        [
            .. interfaces.Select(each => new Change.Put(given.Scope, each)),
            new Change.Put(given.Scope, endpoint),
            .. target is ResourceConfiguration configuration
                ? [new Change.Put(Ownership.Of(target), Association(endpoint, configuration, snapshot, given))]
                : (Change[])[],
        ];
        return new(Answer(given.Scope, snapshot.In(given.Scope), endpoint), changes);
    }

    private static ResourceEndpointAssociation Association(
        VpcEndpoint endpoint, ResourceConfiguration configuration, Snapshot snapshot, Given given)
    {
        var verification = ConfigurationFamily.VerificationOf(
            snapshot.In(Ownership.Of(configuration)), configuration);
        var id = Mint.ResourceId(LatticeIds.ResourceEndpointAssociation, given.Entropy);
        return new ResourceEndpointAssociation
        {
            AssociationId = id,
            Arn = LatticeIds.ArnOf(Ownership.Of(configuration), "resourceendpointassociation", id),
            ResourceConfigurationId = configuration.Id,
            VpcEndpointId = endpoint.VpcEndpointId,
            VpcEndpointOwner = given.Scope.Account,
            CreatedBy = given.Scope.Account,
            DomainVerified = verification?.Status == Api.VpcLattice.VerificationStatus.Verified,
            CreatedAt = given.Now,
            LastUpdatedAt = given.Now,
        };
    }

    private static Shape.CreateVpcEndpointResult Answer(Scope scope, Realm realm, VpcEndpoint endpoint) => new()
    {
        VpcEndpoint = VpcEndpointView.Of(scope, realm, endpoint),
        ClientToken = endpoint.ClientToken,
    };
}
