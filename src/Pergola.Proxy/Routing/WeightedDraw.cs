using System.Runtime.InteropServices;
using Pergola.Core;

namespace Pergola.Proxy.Routing;

/// <summary>Draws a target group: each gets requests in proportion to its weight, weight 0 gets none.</summary>
internal sealed class WeightedDraw
{
    private readonly GroupRoute[] _groups;
    private readonly uint[] _ends;   // Running totals: group i owns the numbers from _ends[i - 1] up to _ends[i].

    public WeightedDraw(IEnumerable<(GroupRoute Group, int Weight)> shares)
    {
        var used = shares.Where(share => share.Weight > 0).ToArray();
        _groups = [.. used.Select(share => share.Group)];
        _ends = new uint[used.Length];
        var total = 0u;
        for (var i = 0; i < used.Length; i++)
        {
            total += (uint)used[i].Weight;
            _ends[i] = total;
        }
    }

    /// <summary>The group for one request; null when all weights are zero.</summary>
    public GroupRoute? Draw(IEntropy entropy)
    {
        if (_groups.Length <= 1)
        {
            return _groups.Length == 0 ? null : _groups[0];
        }

        var number = Below(_ends[^1], entropy);
        var index = 0;
        while (number >= _ends[index])
        {
            index++;
        }

        return _groups[index];
    }

    private static uint Below(uint limit, IEntropy entropy)
    {
        // The last, incomplete run of `limit` numbers is refused, otherwise the small ones would come up more often.
        var fair = uint.MaxValue - (uint.MaxValue % limit);
        uint number = 0;
        do
        {
            entropy.Fill(MemoryMarshal.AsBytes(new Span<uint>(ref number)));
        }
        while (number >= fair);

        return number % limit;
    }
}
