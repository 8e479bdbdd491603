using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Makes an interface that nothing uses yet.</summary>
internal static class CreateNetworkInterface
{
    public static Decision<Shape.CreateNetworkInterfaceResult> Decide(
        Shape.CreateNetworkInterfaceRequest request, Snapshot snapshot, Given given)
    {
        if (request.SecondaryPrivateIpAddressCount > 0 || request.PrivateIpAddresses is { Count: > 1 }
            || request.Ipv6AddressCount > 0 || request.Ipv6Addresses is { Count: > 0 }
            || request.Ipv4Prefixes is { Count: > 0 } || request.InterfaceType is not (null or "interface"))
        {
            return new Ec2Error.Unsupported(
                "Secondary addresses, IPv6, prefixes and interface types beside 'interface' are not supported.");
        }

        if (TagList.Read(request.TagSpecifications, Noun.NetworkInterface, out var tags) is { } tagError)
        {
            return tagError;
        }

        var listed = request.PrivateIpAddresses is [var only] ? only.PrivateIpAddress : null;
        var asked = new InterfaceRequest(
            request.SubnetId ?? "",
            [.. request.Groups ?? []],
            request.Description ?? "",
            $"user/{given.Scope.Account}",
            Sandbox: null,
            RequesterId: null,
            PrivateIpAddress: request.PrivateIpAddress ?? listed);
        return InterfaceAllocation.Allocate(snapshot, given.Scope, asked, given.Now, given.Entropy) switch
        {
            InterfaceOutcome.Allocated(var made) => Accept(made with { Tags = tags }, request, snapshot, given),
            InterfaceOutcome.Refused(var error) => error,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Decision<Shape.CreateNetworkInterfaceResult> Accept(
        NetworkInterface made, Shape.CreateNetworkInterfaceRequest request, Snapshot snapshot, Given given) =>
        new Decision<Shape.CreateNetworkInterfaceResult>.Accept(
            new Shape.CreateNetworkInterfaceResult
            {
                ClientToken = request.ClientToken,
                NetworkInterface = NetworkInterfaceView.Of(given.Scope, snapshot.In(given.Scope), made),
            },
            [new Change.Put(given.Scope, made)]);
}
