using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// UpdateResourceConfiguration: another place, other ports, another permission; ACTIVE again once the node follows. The
/// model lists no ConflictException here, so a status in the way is a validation fault.
/// </summary>
internal static class UpdateResourceConfiguration
{
    public static Decision<UpdateResourceConfigurationResponse> Decide(
        UpdateResourceConfigurationRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (!LatticeLookup.TryFind<ResourceConfiguration>(
            realm, request.ResourceConfigurationIdentifier, out var found, out var refusal))
        {
            return refusal;
        }

        if (LatticeError.Validation.OfAll(Faults(realm, request, found)) is { } faulty)
        {
            return faulty;
        }

        var updated = found with
        {
            Definition = ResourceDefinitions.Complete(request.ResourceConfigurationDefinition) ?? found.Definition,
            AllowAssociationToShareableServiceNetwork = found.Type == ResourceConfigurationType.Child
                ? null
                : request.AllowAssociationToShareableServiceNetwork ?? found.AllowAssociationToShareableServiceNetwork,
            PortRanges = request.PortRanges is { Count: > 0 } ports ? [.. ports] : found.PortRanges,
            Status = ResourceConfigurationStatus.UpdateInProgress,
            SinceRevision = snapshot.Revision + 1,
            LastUpdatedAt = given.Now,
        };
        return new Decision<UpdateResourceConfigurationResponse>.Accept(
            Response(realm, updated), [new Change.Put(given.Scope, updated)]);
    }

    private static IEnumerable<FieldFault> Faults(
        Realm realm, UpdateResourceConfigurationRequest request, ResourceConfiguration found)
    {
        if (found.Status != ResourceConfigurationStatus.Active)
        {
            yield return new FieldFault(
                "resourceConfigurationIdentifier",
                $"Invalid resource status for this operation, resource id {found.Id}, status: {found.Status}.");
        }

        if (request.ResourceConfigurationDefinition is { } definition)
        {
            foreach (var fault in ResourceDefinitions.Faults(found.Type, definition))
            {
                yield return fault;
            }
        }

        if (found.Type == ResourceConfigurationType.Arn && request.PortRanges is { Count: > 0 })
        {
            yield return new FieldFault("portRanges", "An ARN configuration takes no portRanges; leave it out.");
        }

        foreach (var fault in PortRanges.Faults(request.PortRanges))
        {
            yield return fault;
        }

        if (found.Type == ResourceConfigurationType.Child
            && request.AllowAssociationToShareableServiceNetwork is { } asked
            && asked != ConfigurationFamily.MayJoinShareable(realm, found))
        {
            yield return new FieldFault(
                "allowAssociationToShareableServiceNetwork",
                $"A CHILD follows its group {found.GroupId}; set allowAssociationToShareableServiceNetwork there.");
        }
    }

    private static UpdateResourceConfigurationResponse Response(Realm realm, ResourceConfiguration updated) => new()
    {
        Id = updated.Id,
        Name = updated.Name,
        Arn = updated.Arn,
        ResourceGatewayId = updated.ResourceGatewayId,
        ResourceConfigurationGroupId = updated.GroupId,
        Type = updated.Type,
        PortRanges = updated.PortRanges,
        AllowAssociationToShareableServiceNetwork = ConfigurationFamily.MayJoinShareable(realm, updated),
        Protocol = updated.Protocol,
        Status = updated.Status,
        ResourceConfigurationDefinition = updated.Definition,
    };
}
