using System.Text.Json.Nodes;

namespace Pergola.Conformance.Tests.Properties;

/// <summary>What the reference model knows of one resource that was accepted and not deleted since.</summary>
/// <param name="Address">The members that name it in Get and Delete.</param>
/// <param name="Parent">The resource that it goes with; null for what stands alone.</param>
internal sealed record Thing(Kind Kind, string Id, JsonObject Address, string? Parent)
{
    public override string ToString() => Id;
}

/// <summary>A kind of resource: its operations, and the member that names one of it.</summary>
/// <param name="Listed">The operation that lists all of a region; null when its list needs a filter.</param>
internal sealed record Kind(string Noun, string Identifier, string? Listed = null)
{
    public static readonly Kind Network = new("ServiceNetwork", "serviceNetworkIdentifier", "ListServiceNetworks");
    public static readonly Kind Service = new("Service", "serviceIdentifier", "ListServices");
    public static readonly Kind Group = new("TargetGroup", "targetGroupIdentifier", "ListTargetGroups");
    public static readonly Kind Listener = new("Listener", "listenerIdentifier");
    public static readonly Kind Rule = new("Rule", "ruleIdentifier");
    public static readonly Kind ServiceAssociation =
        new("ServiceNetworkServiceAssociation", "serviceNetworkServiceAssociationIdentifier");

    public static readonly Kind VpcAssociation =
        new("ServiceNetworkVpcAssociation", "serviceNetworkVpcAssociationIdentifier");

    public static readonly Kind Subscription = new("AccessLogSubscription", "accessLogSubscriptionIdentifier");
    public static readonly Kind Gateway = new("ResourceGateway", "resourceGatewayIdentifier", "ListResourceGateways");
    public static readonly Kind Configuration =
        new("ResourceConfiguration", "resourceConfigurationIdentifier", "ListResourceConfigurations");

    public static readonly Kind ResourceAssociation =
        new("ServiceNetworkResourceAssociation", "serviceNetworkResourceAssociationIdentifier");

    public static readonly Kind Verification =
        new("DomainVerification", "domainVerificationIdentifier", "ListDomainVerifications");

    public static IReadOnlyList<Kind> All { get; } =
    [
        Network, Service, Group, Listener, Rule, ServiceAssociation, VpcAssociation, Subscription, Gateway,
        Configuration, ResourceAssociation, Verification,
    ];
}
