using System.Collections.Immutable;
using System.Globalization;
using Pergola.Api.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>AWS's defaults and limits of health checks (user guide, "Health checks for target groups").</summary>
internal static class HealthChecks
{
    private const int DefaultIntervalSeconds = 30;
    private const int DefaultTimeoutSeconds = 5;
    private const int DefaultHealthyThreshold = 5;
    private const int DefaultUnhealthyThreshold = 2;
    private const string DefaultPath = "/";
    private const string DefaultMatcher = "200";

    /// <summary>The check that a group has: a default for each member that is missing, 0 or empty.</summary>
    public static HealthCheckConfig Effective(TargetGroupConfig group)
    {
        var given = group.HealthCheck ?? new HealthCheckConfig();
        var isTcp = group.Protocol == TargetGroupProtocol.Tcp;
        if (isTcp && given.Enabled != true)
        {
            return given with { Enabled = false, Port = NullIfZero(given.Port) };
        }

        return new HealthCheckConfig
        {
            Enabled = given.Enabled ?? group.ProtocolVersion == TargetGroupProtocolVersion.Http1,
            Protocol = given.Protocol ?? (isTcp ? null : group.Protocol),
            ProtocolVersion = given.ProtocolVersion ?? DefaultVersion(group),
            Port = NullIfZero(given.Port),
            Path = string.IsNullOrEmpty(given.Path) ? DefaultPath : given.Path,
            HealthCheckIntervalSeconds = NullIfZero(given.HealthCheckIntervalSeconds) ?? DefaultIntervalSeconds,
            HealthCheckTimeoutSeconds = NullIfZero(given.HealthCheckTimeoutSeconds) ?? DefaultTimeoutSeconds,
            HealthyThresholdCount = NullIfZero(given.HealthyThresholdCount) ?? DefaultHealthyThreshold,
            UnhealthyThresholdCount = NullIfZero(given.UnhealthyThresholdCount) ?? DefaultUnhealthyThreshold,
            Matcher = given.Matcher is Matcher.HttpCode { Value.Length: > 0 }
                ? given.Matcher
                : new Matcher.HttpCode(DefaultMatcher),
        };
    }

    /// <summary>Everything that is wrong with a check for a group of that protocol.</summary>
    /// <param name="field">What the request calls the check.</param>
    public static ImmutableArray<FieldFault> Faults(TargetGroupConfig group, HealthCheckConfig given, string field)
    {
        var faults = ImmutableArray.CreateBuilder<FieldFault>();
        Range("healthCheckIntervalSeconds", given.HealthCheckIntervalSeconds, 5, 300);
        Range("healthCheckTimeoutSeconds", given.HealthCheckTimeoutSeconds, 1, 120);
        Range("healthyThresholdCount", given.HealthyThresholdCount, 2, 10);
        Range("unhealthyThresholdCount", given.UnhealthyThresholdCount, 2, 10);
        if (given.Protocol == TargetGroupProtocol.Tcp)
        {
            faults.Add(new($"{field}.protocol", $"{field}.protocol 'TCP' cannot check anything; use HTTP or HTTPS."));
        }

        // Only these two have no default that could work against what listens there.
        if (given.Enabled == true && group.Protocol == TargetGroupProtocol.Tcp)
        {
            Require("protocol", given.Protocol, "TCP");
            Require("protocolVersion", given.ProtocolVersion, "TCP");
        }

        if (given.Enabled == true && group.ProtocolVersion == TargetGroupProtocolVersion.Grpc)
        {
            Require("protocolVersion", given.ProtocolVersion, "GRPC");
        }

        if (given.Matcher is Matcher.HttpCode { Value.Length: > 0 } matcher && !IsMatcher(matcher.Value))
        {
            faults.Add(new(
                $"{field}.matcher.httpCode",
                $"{field}.matcher.httpCode '{matcher.Value}' must list codes from 200 to 499, "
                + "for example '200,202' or '200-299'."));
        }

        return faults.ToImmutable();

        void Range(string name, int? value, int min, int max)
        {
            if (value is { } number && number != 0 && (number < min || number > max))
            {
                faults.Add(new(
                    $"{field}.{name}",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{field}.{name} {number} must lie between {min} and {max}, or be 0 for the default.")));
            }
        }

        void Require(string name, string? value, string kind)
        {
            if (value is null)
            {
                faults.Add(new(
                    $"{field}.{name}", $"{field}.{name} has no default for {kind} groups; give it to be checked."));
            }
        }
    }

    private static string? DefaultVersion(TargetGroupConfig group) => group.ProtocolVersion switch
    {
        TargetGroupProtocolVersion.Http2 => HealthCheckProtocolVersion.Http2,
        null => null,
        _ => HealthCheckProtocolVersion.Http1,
    };

    private static bool IsMatcher(string text) => text.Split(',').All(part =>
        part.Split('-') switch
        {
            [var code] => IsCode(code, out _),
            [var first, var last] => IsCode(first, out var low) && IsCode(last, out var high) && low <= high,
            _ => false,
        });

    private static bool IsCode(string text, out int code) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= 200 and <= 499;

    private static int? NullIfZero(int? value) => value == 0 ? null : value;
}
