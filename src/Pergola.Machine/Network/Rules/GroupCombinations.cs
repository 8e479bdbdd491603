namespace Pergola.Machine.Network.Rules;

/// <summary>
/// One chain per combination of groups that some interface carries, shared by all interfaces that carry the same:
/// an interface passes what any of its groups allows.
/// </summary>
internal sealed class GroupCombinations(VpcSpec vpc, IReadOnlyList<InterfaceSpec> interfaces)
{
    private readonly List<string> _keys = [.. interfaces.Select(Key).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>From the interfaces' links to the chains of one direction.</summary>
    public VerdictMap Map(string name, Direction direction, string way) => new(name, direction,
    [
        .. interfaces.Select(each => new VerdictEntry(
            LinkName.Of(each.InterfaceId), ChainName(_keys.IndexOf(Key(each)), way))),
    ]);

    /// <summary>The chains of one direction.</summary>
    public IEnumerable<Chain> Chains(string way) => _keys.Select((key, index) => new Chain(ChainName(index, way), null,
    [
        .. key.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(group => GroupChains.Exists(vpc, group))
            .Select(group => new Rule([], new RuleVerdict.Jump(GroupChains.Name(group, way)))),
    ]));

    private static string Key(InterfaceSpec spec) =>
        string.Join(' ', spec.SecurityGroupIds.Distinct().Order(StringComparer.Ordinal));

    private static string ChainName(int index, string way) => $"combination_{index}_{way}";
}
