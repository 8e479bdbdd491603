using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Changes description, groups or the source check of an interface that no service manages.</summary>
internal static class ModifyNetworkInterfaceAttribute
{
    public static Decision<Nothing> Decide(
        Shape.ModifyNetworkInterfaceAttributeRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!realm.Of<NetworkInterface>().TryGet(request.NetworkInterfaceId, out var networkInterface))
        {
            return new Ec2Error.NotFound(Noun.NetworkInterface, request.NetworkInterfaceId ?? "");
        }

        if (ManagedError(networkInterface) is { } managedError)
        {
            return managedError;
        }

        ImmutableArray<string> groups = [.. request.Groups ?? []];
        if (InterfaceAllocation.GroupsError(realm, networkInterface.VpcId, groups) is { } groupsError)
        {
            return groupsError;
        }

        return Done.With(new Change.Put(given.Scope, networkInterface with
        {
            Description = request.Description is null
                ? networkInterface.Description
                : request.Description.Value ?? "",
            SourceDestCheck = request.SourceDestCheck?.Value ?? networkInterface.SourceDestCheck,
            SecurityGroupIds = groups.IsEmpty ? networkInterface.SecurityGroupIds : [.. groups.Distinct()],
        }));
    }

    /// <summary>Why a user may not touch the interface; null when one may.</summary>
    public static Ec2Error? ManagedError(NetworkInterface networkInterface) => networkInterface.RequesterManaged
        ? new Ec2Error.NotPermitted(
            $"You are not allowed to manage '{networkInterface.NetworkInterfaceId}': {networkInterface.RequesterId} "
            + $"manages it for {networkInterface.Owner}.")
        : null;
}
