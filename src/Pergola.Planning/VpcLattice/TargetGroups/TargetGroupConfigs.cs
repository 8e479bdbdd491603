using System.Collections.Immutable;
using Pergola.Api.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>Configurations of target groups: what each type may have, and what AWS fills in.</summary>
internal static class TargetGroupConfigs
{
    /// <summary>Everything that is wrong with a configuration for a group of that type.</summary>
    public static ImmutableArray<FieldFault> Faults(string type, TargetGroupConfig? config) =>
        type == TargetGroupType.Lambda ? LambdaFaults(config) : NetworkFaults(type, config ?? new TargetGroupConfig());

    /// <summary>The configuration as AWS returns it; null for a Lambda group that was given none.</summary>
    public static TargetGroupConfig? Effective(string type, TargetGroupConfig? config)
    {
        if (type == TargetGroupType.Lambda)
        {
            return config is null ? null : new TargetGroupConfig
            {
                LambdaEventStructureVersion = config.LambdaEventStructureVersion ?? LambdaEventStructureVersion.V1,
            };
        }

        var filled = config! with
        {
            ProtocolVersion = config.ProtocolVersion
                ?? (config.Protocol == TargetGroupProtocol.Tcp ? null : TargetGroupProtocolVersion.Http1),
            IpAddressType = type == TargetGroupType.Ip ? config.IpAddressType ?? IpAddressType.Ipv4 : null,
        };
        return type == TargetGroupType.Alb ? filled : filled with { HealthCheck = HealthChecks.Effective(filled) };
    }

    private static ImmutableArray<FieldFault> LambdaFaults(TargetGroupConfig? config)
    {
        if (config is null)
        {
            return [];
        }

        var faults = ImmutableArray.CreateBuilder<FieldFault>();
        Refuse("config.port", config.Port);
        Refuse("config.protocol", config.Protocol);
        Refuse("config.protocolVersion", config.ProtocolVersion);
        Refuse("config.ipAddressType", config.IpAddressType);
        Refuse("config.vpcIdentifier", config.VpcIdentifier);
        Refuse("config.healthCheck", config.HealthCheck);
        return faults.ToImmutable();

        void Refuse(string field, object? value)
        {
            if (value is not null)
            {
                faults.Add(new(field, $"{field} is not for LAMBDA target groups; leave it out."));
            }
        }
    }

    private static ImmutableArray<FieldFault> NetworkFaults(string type, TargetGroupConfig config)
    {
        var faults = ImmutableArray.CreateBuilder<FieldFault>();
        Require("config.port", config.Port);
        Require("config.protocol", config.Protocol);
        Require("config.vpcIdentifier", config.VpcIdentifier);
        if (config.LambdaEventStructureVersion is not null)
        {
            faults.Add(new(
                "config.lambdaEventStructureVersion",
                $"config.lambdaEventStructureVersion is only for LAMBDA target groups, not for {type}."));
        }

        if (config.IpAddressType is not null && type != TargetGroupType.Ip)
        {
            faults.Add(new(
                "config.ipAddressType", $"config.ipAddressType is only for IP target groups, not for {type}."));
        }

        if (config is { Protocol: TargetGroupProtocol.Tcp, ProtocolVersion: { } version })
        {
            faults.Add(new(
                "config.protocolVersion", $"config.protocolVersion '{version}' is not for TCP; leave it out."));
        }

        if (config.HealthCheck is { } check)
        {
            faults.AddRange(type == TargetGroupType.Alb
                ? [new("config.healthCheck", "config.healthCheck is not for ALB target groups; leave it out.")]
                : HealthChecks.Faults(config, check, "config.healthCheck"));
        }

        return faults.ToImmutable();

        void Require(string field, object? value)
        {
            if (value is null)
            {
                faults.Add(new(field, $"{field} is required for {type} target groups."));
            }
        }
    }
}
