using System.Collections.Immutable;
using Pergola.Domain.Ram;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Ram;

/// <summary>
/// A permission that AWS manages: what accounts in a share may do with resources of a type. Each type has one, its
/// default (AWS RAM user guide, "Shareable AWS resources").
/// </summary>
internal sealed record ManagedPermission(string Name, SharePermission Grants)
{
    /// <summary>The only version that there is.</summary>
    public const int Version = 1;

    public string Arn => $"arn:aws:ram::aws:permission/{Name}";

    public string ResourceType => Grants.ResourceType;

    /// <summary>Every type of resource that can be shared has one.</summary>
    public static ImmutableArray<ManagedPermission> All { get; } =
    [
        new("AWSRAMPermissionVpcLatticeServiceNetworkReadWrite", SharePermission.ServiceNetwork),
        new("AWSRAMPermissionVpcLatticeServiceReadWrite", SharePermission.Service),
        new("AWSRAMPermissionVpcLatticeResourceConfiguration", SharePermission.ResourceConfiguration),
    ];

    /// <summary>The permission with that ARN; null when AWS manages none of that name here.</summary>
    public static ManagedPermission? Find(string arn) => All.FirstOrDefault(permission => permission.Arn == arn);

    /// <summary>The permissions of a share: the chosen ones, and the default of every other type in it.</summary>
    public static IEnumerable<ManagedPermission> Of(Share share, IEnumerable<ShareAssociation> resources) => All.Where(
        permission => share.PermissionArns.Contains(permission.Arn)
            || resources.Any(resource => TypeOf(resource.Entity) == permission.ResourceType));

    /// <summary>What RAM calls the type of the resource with that ARN; null when such cannot be shared.</summary>
    public static string? TypeOf(string arn)
    {
        if (!Core.Arn.TryParse(arn, out var parsed) || parsed.Service != "vpc-lattice")
        {
            return null;
        }

        return parsed.Resource.Split('/')[0] switch
        {
            "servicenetwork" => SharePermission.ServiceNetwork.ResourceType,
            "service" when !parsed.Resource.Contains("/listener/", StringComparison.Ordinal) =>
                SharePermission.Service.ResourceType,
            "resourceconfiguration" => SharePermission.ResourceConfiguration.ResourceType,
            _ => null,
        };
    }
}
