using System.Collections.Immutable;
using Pergola.Wire.Schemas;

namespace Pergola.Planning;

/// <summary>Every service and every implemented operation.</summary>
public static class AllBindings
{
    /// <summary>The services that the endpoint speaks.</summary>
    public static ImmutableArray<ServiceModel> Services { get; } =
    [
        Api.Acm.AcmApi.Model,
        Api.Cloudwatch.CloudwatchApi.Model,
        Api.Ec2.Ec2Api.Model,
        Api.Ecs.EcsApi.Model,
        Api.Iam.IamApi.Model,
        Api.Logs.LogsApi.Model,
        Api.Ram.RamApi.Model,
        Api.Sts.StsApi.Model,
        Api.VpcLattice.VpcLatticeApi.Model,
    ];

    /// <summary>The decisions of all services.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        .. Acm.AcmBindings.All,
        .. Cloudwatch.CloudwatchBindings.All,
        .. Ec2.Ec2Bindings.All,
        .. Ecs.EcsBindings.All,
        .. Iam.IamBindings.All,
        .. Logs.LogsBindings.All,
        .. Ram.RamBindings.All,
        .. Sts.StsBindings.All,
        .. VpcLattice.VpcLatticeBindings.All,
    ];
}
