using System.Globalization;
using Pergola.Core;

namespace Pergola.Machine.Network.Rules;

/// <summary>
/// Why a packet was refused, in words: the layer, the groups it met and the rule that is missing. The layers are the
/// prefixes that the rules log under.
/// </summary>
public static class Refusal
{
    /// <summary>An interface used an address that is not its own.</summary>
    public const string Spoofed = "spoofed";

    /// <summary>The sender's groups let it not out.</summary>
    public const string Egress = "egress";

    /// <summary>The receiver's groups let it not in.</summary>
    public const string Ingress = "ingress";

    /// <summary>The groups of the service network association let it not in, or nothing is offered there.</summary>
    public const string Association = "association";

    /// <summary>It would have left for the internet under a private address.</summary>
    public const string Private = "private";

    /// <summary>One or two sentences.</summary>
    public static string Explain(VpcSpec vpc, string layer, TravellingPacket packet) => layer switch
    {
        Spoofed => $"{Name(Find(vpc, packet.InLink))} may not send from {packet.From}, which is not its address.",
        Egress => $"No egress rule of {Groups(Find(vpc, packet.InLink))} allows {Traffic(packet)} to {packet.To}.",
        Ingress =>
            $"No ingress rule of {Groups(Find(vpc, packet.OutLink))} allows {Traffic(packet)} from {packet.From}.",
        Association when vpc.Endpoints.FirstOrDefault(each => each.Addresses.Contains(packet.To)) is { } endpoint =>
            $"No ingress rule of {List(endpoint.SecurityGroupIds)}, which guards {endpoint.EndpointId}, allows "
            + $"{Traffic(packet)} from {packet.From}.",
        Association when !WellKnown.Lattice.Contains(packet.To) && !WellKnown.LatticeResources.Contains(packet.To) =>
            $"{packet.To} does not offer {Traffic(packet)}.",
        Association => $"No ingress rule of {List(vpc.Lattice?.SecurityGroupIds ?? [])}, which guards the association "
            + $"of {vpc.VpcId} with its service network, allows {Traffic(packet)} from {packet.From}.",
        Private => $"{packet.From} has no public address, so the internet gateway does not carry its packets. "
            + "Give it one, or route its subnet to a NAT gateway.",
        _ => $"It was dropped in {layer}.",
    };

    private static InterfaceSpec? Find(VpcSpec vpc, string? link) =>
        vpc.Interfaces.FirstOrDefault(each => LinkName.Of(each.InterfaceId) == link);

    private static string Name(InterfaceSpec? spec) => spec is null ? "an unknown interface" : spec.InterfaceId;

    private static string Groups(InterfaceSpec? spec) => $"{List(spec?.SecurityGroupIds ?? [])} ({Name(spec)})";

    private static string List(ValueList<string> groups) => groups.Count == 0 ? "no group" : string.Join(", ", groups);

    private static string Traffic(TravellingPacket packet) => packet.Protocol switch
    {
        1 => "ICMP",
        6 => string.Create(CultureInfo.InvariantCulture, $"TCP port {packet.Port}"),
        17 => string.Create(CultureInfo.InvariantCulture, $"UDP port {packet.Port}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"IP protocol {packet.Protocol}"),
    };
}
