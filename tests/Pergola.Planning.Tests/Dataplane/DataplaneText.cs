using System.Text;
using Pergola.Planning.Dataplane;

namespace Pergola.Planning.Tests.Dataplane;

/// <summary>A table as text that people can compare.</summary>
internal static class DataplaneText
{
    public static string Print(DataplaneTable table)
    {
        var text = new StringBuilder();
        foreach (var vpc in table.Vpcs)
        {
            text.Append("vpc ").Append(vpc.VpcArn).Append('\n');
            text.Append("  resolver ").AppendJoin(' ', vpc.ResolverAddresses).Append('\n');
            text.Append("  network ").Append(vpc.ServiceNetworkArn ?? "none").Append('\n');
            Lines(text, "  port ", vpc.Ports.Select(port => $"{port.Port} {port.Protocol}"));
            Lines(text, "  host ", vpc.Hosts.Select(host => $"{host.Host} -> {host.ServiceId}"));
            Lines(text, "  name ", vpc.Names.Select(name => $"{name.Name} = {string.Join(' ', name.Addresses)}"));
        }

        foreach (var service in table.Services)
        {
            text.Append("service ").Append(service.ServiceId).Append(" idle ").Append(service.IdleTimeout).Append('\n');
            foreach (var listener in service.Listeners)
            {
                text.Append($"  listener {listener.Port} {listener.Protocol}\n");
                Lines(text, "    ", listener.Rules.Select(rule =>
                    $"{rule.Priority}: {Match(rule.Match)} => {Action(rule.Action)}"));
                text.Append("    default => ").Append(Action(listener.DefaultAction)).Append('\n');
            }
        }

        foreach (var group in table.TargetGroups)
        {
            text.Append($"group {group.TargetGroupId} {group.Protocol} {group.ProtocolVersion} in {group.VpcId}");
            text.Append(group.InUse ? " used\n" : " unused\n");
            text.Append("  check ").Append(group.HealthCheck is { } check ? Check(check) : "off").Append('\n');
            Lines(text, "  target ", group.Targets.Select(target => $"{target.Address}:{target.Port} {target.Use}"));
        }

        return text.ToString();
    }

    private static void Lines(StringBuilder text, string head, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(head).Append(line).Append('\n');
        }
    }

    private static string Check(HealthCheckEntry check) =>
        $"{check.Protocol} {check.ProtocolVersion} {check.Path} every {check.Interval.TotalSeconds} s, "
        + $"timeout {check.Timeout.TotalSeconds} s, {check.HealthyThreshold} up, {check.UnhealthyThreshold} down, "
        + $"expects {check.Matcher}";

    private static string Action(RuleActionEntry action) => action switch
    {
        RuleActionEntry.Forward forward =>
            string.Join(", ", forward.Groups.Select(group => $"{group.Weight} x {group.TargetGroupId}")),
        RuleActionEntry.FixedResponse response => $"answer {response.StatusCode}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Match(RuleMatchEntry match) => string.Join(" and ", new[]
    {
        match.Method,
        match.Path is { } path ? $"path {path.Kind} '{path.Value}'{Case(path.CaseSensitive)}" : null,
    }.Concat(match.Headers.Select(header =>
        $"{header.Name} {header.Kind} '{header.Value}'{Case(header.CaseSensitive)}")).Where(part => part is not null));

    private static string Case(bool isSensitive) => isSensitive ? " in that case" : "";
}
