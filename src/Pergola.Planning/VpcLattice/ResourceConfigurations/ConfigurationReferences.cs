using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>What a new configuration names: its gateway or its group, and the verification of its domain.</summary>
/// <param name="Group">The group of a child; null for every other type.</param>
/// <param name="Verification">Null when it names none.</param>
/// <param name="Refusal">Why it cannot have them; then nothing else of this counts.</param>
internal sealed record ConfigurationReferences(
    string GatewayId, ResourceConfiguration? Group, DomainVerification? Verification, LatticeError? Refusal)
{
    public static ConfigurationReferences Of(Realm realm, CreateResourceConfigurationRequest request)
    {
        var (verification, unproven) = Verify(realm, request);
        if (unproven is not null)
        {
            return Refused(unproven);
        }

        return request.Type == ResourceConfigurationType.Child
            ? OfChild(realm, request, verification)
            : OfGateway(realm, request, verification);
    }

    private static ConfigurationReferences OfGateway(
        Realm realm, CreateResourceConfigurationRequest request, DomainVerification? verification)
    {
        if (!LatticeLookup.TryFind<ResourceGateway>(
            realm, request.ResourceGatewayIdentifier!, out var gateway, out var refusal))
        {
            return Refused(refusal);
        }

        return gateway.Status == ResourceGatewayStatus.Active
            ? new ConfigurationReferences(gateway.Id, null, verification, null)
            : Refused(LatticeError.Conflict.Status(gateway, gateway.Status));
    }

    private static ConfigurationReferences OfChild(
        Realm realm, CreateResourceConfigurationRequest request, DomainVerification? verification)
    {
        const string GroupField = "resourceConfigurationGroupIdentifier";
        var identifier = request.ResourceConfigurationGroupIdentifier!;
        if (!LatticeLookup.TryFind<ResourceConfiguration>(realm, identifier, out var group, out var refusal))
        {
            return Refused(refusal);
        }

        if (group.Type != ResourceConfigurationType.Group)
        {
            return Refused(LatticeError.Validation.Of(
                GroupField, $"{group.Id} is of type {group.Type}; the parent of a CHILD must be a GROUP."));
        }

        if (group.Status == ResourceConfigurationStatus.DeleteInProgress)
        {
            return Refused(LatticeError.Conflict.Status(group, group.Status));
        }

        return request.ResourceGatewayIdentifier is { } asked
            && LatticeLookup.Find<ResourceGateway>(realm, asked)?.Id != group.ResourceGatewayId
                ? Refused(LatticeError.Validation.Of(
                    "resourceGatewayIdentifier",
                    $"resourceGatewayIdentifier {asked} is not the gateway of group {group.Id}, "
                    + $"{group.ResourceGatewayId}, which its children use; leave it out."))
                : new ConfigurationReferences(group.ResourceGatewayId, group, verification, null);
    }

    private static (DomainVerification? Verification, LatticeError? Refusal) Verify(
        Realm realm, CreateResourceConfigurationRequest request)
    {
        if (request.DomainVerificationIdentifier is not { } identifier)
        {
            return (null, null);
        }

        if (!LatticeLookup.TryFind<DomainVerification>(realm, identifier, out var verification, out var refusal))
        {
            return (null, refusal);
        }

        var domain = request.CustomDomainName ?? request.GroupDomain!;
        return DomainNames.IsWithin(domain, verification.DomainName)
            ? (verification, null)
            : (null, LatticeError.Validation.Of(
                "domainVerificationIdentifier",
                $"{verification.Id} verifies {verification.DomainName}, and '{domain}' is not within that domain."));
    }

    private static ConfigurationReferences Refused(LatticeError refusal) => new("", null, null, refusal);
}
