using Pergola.Api.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Which fields go with which type of configuration (API reference, CreateResourceConfiguration: each field lists its
/// types in brackets). All faults are told at once.
/// </summary>
internal static class ConfigurationRules
{
    /// <summary>The refusal of fields that do not go together; null when they do.</summary>
    public static LatticeError? Refuse(CreateResourceConfigurationRequest request) => LatticeError.Validation.OfAll(
    [
        .. TypeFaults(request),
        .. ResourceDefinitions.Faults(request.Type, request.ResourceConfigurationDefinition),
        .. PortRanges.Faults(request.PortRanges),
        .. DomainNames.Faults("customDomainName", request.CustomDomainName),
        .. DomainNames.Faults("groupDomain", request.GroupDomain),
        .. ProofFaults(request),
        .. LatticeTags.Faults(request.Tags),
    ]);

    private static IEnumerable<FieldFault> TypeFaults(CreateResourceConfigurationRequest request) => request.Type switch
    {
        ResourceConfigurationType.Child =>
        [
            .. Needs(request, "resourceConfigurationGroupIdentifier", request.ResourceConfigurationGroupIdentifier),
            .. Excludes(request, "protocol", request.Protocol),
            .. Excludes(request, "groupDomain", request.GroupDomain),
            .. Excludes(
                request,
                "allowAssociationToShareableServiceNetwork",
                request.AllowAssociationToShareableServiceNetwork),
        ],
        ResourceConfigurationType.Group =>
        [
            .. Needs(request, "resourceGatewayIdentifier", request.ResourceGatewayIdentifier),
            .. Excludes(
                request, "resourceConfigurationGroupIdentifier", request.ResourceConfigurationGroupIdentifier),
            .. Excludes(request, "customDomainName", request.CustomDomainName),
        ],
        ResourceConfigurationType.Arn =>
        [
            .. Needs(request, "resourceGatewayIdentifier", request.ResourceGatewayIdentifier),
            .. Excludes(
                request, "resourceConfigurationGroupIdentifier", request.ResourceConfigurationGroupIdentifier),
            .. Excludes(request, "portRanges", request.PortRanges),
            .. Excludes(request, "protocol", request.Protocol),
            .. Excludes(request, "groupDomain", request.GroupDomain),
            .. Excludes(request, "customDomainName", request.CustomDomainName),
        ],
        _ =>
        [
            .. Needs(request, "resourceGatewayIdentifier", request.ResourceGatewayIdentifier),
            .. Excludes(
                request, "resourceConfigurationGroupIdentifier", request.ResourceConfigurationGroupIdentifier),
            .. Excludes(request, "groupDomain", request.GroupDomain),
        ],
    };

    private static IEnumerable<FieldFault> ProofFaults(CreateResourceConfigurationRequest request) =>
        request.DomainVerificationIdentifier is null
        || request.CustomDomainName is not null
        || request.GroupDomain is not null
            ? []
            :
            [
                new FieldFault(
                    "domainVerificationIdentifier",
                    "domainVerificationIdentifier proves customDomainName or groupDomain; give one of them with it."),
            ];

    private static IEnumerable<FieldFault> Needs(
        CreateResourceConfigurationRequest request, string field, object? value) => value is not null
            ? []
            : [new FieldFault(field, $"A {request.Type} configuration needs {field}.")];

    private static IEnumerable<FieldFault> Excludes(
        CreateResourceConfigurationRequest request, string field, object? value) => value is null
            ? []
            : [new FieldFault(field, $"A {request.Type} configuration takes no {field}; leave it out.")];
}
