using System.Collections.Immutable;

namespace Pergola.Node.Tests.Twins;

/// <summary>Everything that the machine was asked to do, in the order in which it was asked.</summary>
internal sealed class Journal
{
    private ImmutableList<string> _lines = [];

    /// <summary>What was asked so far.</summary>
    public ImmutableList<string> Lines => Volatile.Read(ref _lines);

    public void Add(string line) => ImmutableInterlocked.Update(ref _lines, lines => lines.Add(line));

    public int Count(string line) => Lines.Count(each => each == line);

    /// <summary>Where the line stands first; it must be there.</summary>
    public int Place(string line)
    {
        var place = Lines.IndexOf(line);
        Assert.True(place >= 0, $"'{line}' is not among: {string.Join(", ", Lines)}");
        return place;
    }
}
