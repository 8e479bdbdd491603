using Pergola.Core;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>The prefixes of Lattice's ids, the forms of its ARNs and its names of resource types.</summary>
internal static class LatticeIds
{
    public const string ServiceNetwork = "sn-";
    public const string Service = "svc-";
    public const string Listener = "listener-";
    public const string Rule = "rule-";
    public const string TargetGroup = "tg-";
    public const string ServiceAssociation = "snsa-";
    public const string VpcAssociation = "snva-";
    public const string AccessLogSubscription = "als-";
    public const string ResourceGateway = "rgw-";
    public const string ResourceConfiguration = "rcfg-";
    public const string ResourceAssociation = "snra-";
    public const string ResourceEndpointAssociation = "rea-";
    public const string DomainVerification = "dv-";

    /// <summary>The ARN of a resource that stands alone, for example <c>…:service/svc-…</c>.</summary>
    public static string ArnOf(Scope scope, string kind, string id) => Arn.Of("vpc-lattice", scope, $"{kind}/{id}");

    /// <summary>What errors call a resource: AWS's upper snake case.</summary>
    public static string TypeOf<T>()
        where T : LatticeResource => typeof(T) switch
        {
            var type when type == typeof(ServiceNetwork) => "SERVICE_NETWORK",
            var type when type == typeof(LatticeService) => "SERVICE",
            var type when type == typeof(Listener) => "LISTENER",
            var type when type == typeof(ListenerRule) => "RULE",
            var type when type == typeof(TargetGroup) => "TARGET_GROUP",
            var type when type == typeof(ServiceNetworkServiceAssociation) => "SERVICE_NETWORK_SERVICE_ASSOCIATION",
            var type when type == typeof(ServiceNetworkVpcAssociation) => "SERVICE_NETWORK_VPC_ASSOCIATION",
            var type when type == typeof(AccessLogSubscription) => "ACCESS_LOG_SUBSCRIPTION",
            var type when type == typeof(ServiceNetworkResourceAssociation) => "SERVICE_NETWORK_RESOURCE_ASSOCIATION",
            var type when type == typeof(ResourceGateway) => "RESOURCE_GATEWAY",
            var type when type == typeof(ResourceConfiguration) => "RESOURCE_CONFIGURATION",
            var type when type == typeof(ResourceEndpointAssociation) => "RESOURCE_ENDPOINT_ASSOCIATION",
            var type when type == typeof(DomainVerification) => "DOMAIN_VERIFICATION",
            _ => "RESOURCE",
        };

    /// <summary>What errors call the resource that an id or ARN names, whether it exists or not.</summary>
    public static string TypeOf(string idOrArn)
    {
        var id = IdIn(idOrArn);
        return id[..(id.IndexOf('-', StringComparison.Ordinal) + 1)] switch
        {
            ServiceNetwork => TypeOf<ServiceNetwork>(),
            Service => TypeOf<LatticeService>(),
            Listener => TypeOf<Listener>(),
            Rule => TypeOf<ListenerRule>(),
            TargetGroup => TypeOf<TargetGroup>(),
            ServiceAssociation => TypeOf<ServiceNetworkServiceAssociation>(),
            VpcAssociation => TypeOf<ServiceNetworkVpcAssociation>(),
            AccessLogSubscription => TypeOf<AccessLogSubscription>(),
            ResourceAssociation => TypeOf<ServiceNetworkResourceAssociation>(),
            ResourceGateway => TypeOf<ResourceGateway>(),
            ResourceConfiguration => TypeOf<ResourceConfiguration>(),
            ResourceEndpointAssociation => TypeOf<ResourceEndpointAssociation>(),
            DomainVerification => TypeOf<DomainVerification>(),
            _ => "RESOURCE",
        };
    }

    /// <summary>The id in an id or ARN.</summary>
    public static string IdIn(string idOrArn) => idOrArn[(idOrArn.LastIndexOf('/') + 1)..];
}
