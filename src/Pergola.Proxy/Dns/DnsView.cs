using System.Collections.Frozen;
using System.Net;
using Pergola.Core;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Dns;

/// <summary>What the resolver of one VPC answers: compiled from a table, asked for every question.</summary>
internal sealed class DnsView
{
    private readonly FrozenDictionary<string, ValueList<IPAddress>> _names;
    private readonly FrozenDictionary<string, string> _reverse;
    private readonly bool _forwards;

    /// <param name="names">The names that exist in the VPC.</param>
    /// <param name="forwards">Whether anybody else can be asked for other names.</param>
    public DnsView(IEnumerable<NameEntry> names, bool forwards)
    {
        var all = names.ToArray();
        _names = all.ToFrozenDictionary(
            entry => entry.Name, entry => entry.Addresses, StringComparer.OrdinalIgnoreCase);
        _forwards = forwards;

        // Many services share one Lattice address, so only the addresses of interfaces have a name of their own.
        _reverse = all
            .Where(entry => IsBelow(entry.Name, "internal"))
            .SelectMany(entry => entry.Addresses.Select(address => (Name: ReverseName(address), entry.Name)))
            .DistinctBy(pair => pair.Item1, StringComparer.Ordinal)
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The outcome for a question.</summary>
    public DnsOutcome Resolve(DnsQuery query)
    {
        if (query.Class != DnsQuery.ClassInternet)
        {
            return new DnsOutcome.Declined();
        }

        if (_names.TryGetValue(query.Name, out var addresses))
        {
            return query.Type is DnsQuery.TypeA or DnsQuery.TypeAny
                ? new DnsOutcome.Addresses(addresses)
                : new DnsOutcome.NoRecords();
        }

        if (_reverse.TryGetValue(query.Name, out var name))
        {
            return query.Type is DnsQuery.TypePointer or DnsQuery.TypeAny
                ? new DnsOutcome.Pointer(name)
                : new DnsOutcome.NoRecords();
        }

        return IsOurs(query.Name) || !_forwards ? new DnsOutcome.NoSuchName() : new DnsOutcome.Elsewhere();
    }

    /// <summary>Domains of which we know every name: nobody outside may be asked about the others.</summary>
    private static bool IsOurs(string name) => IsBelow(name, "on.aws") || IsBelow(name, "internal");

    private static bool IsBelow(string name, string domain) =>
        name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (name.Length == domain.Length || name[^(domain.Length + 1)] == '.');

    private static string ReverseName(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}.in-addr.arpa";
    }
}
