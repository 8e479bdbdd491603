using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pergola.Conformance.Tests.LifeCycles;
using Pergola.Testing;

namespace Pergola.Conformance.Tests.Properties;

/// <summary>
/// What must exist, told from accepted answers alone, and what must therefore be read. It knows no rule about what may
/// be refused: only that accepted answers, later reads and lists never contradict each other.
/// </summary>
internal sealed partial class ReferenceModel(StrictClient api, Dice dice)
{
    private readonly Dictionary<string, Thing> _things = new(StringComparer.Ordinal);
    private readonly List<Thing> _gone = [];

    public int Count => _things.Count;

    /// <summary>The kinds of which something was accepted.</summary>
    public HashSet<Kind> Made { get; } = [];

    public IReadOnlyList<Thing> Of(Kind kind) => [.. _things.Values.Where(thing => thing.Kind == kind)];

    public Thing? Any(Kind kind) => dice.Any(Of(kind));

    public Thing? Any() => dice.Any(_things.Values);

    /// <summary>Asks to make something; what is accepted can be read at once as it was answered.</summary>
    public async Task MakeAsync(Kind kind, JsonObject input, Thing? parent = null)
    {
        var create = kind == Kind.Verification ? "StartDomainVerification" : $"Create{kind.Noun}";
        if (await api.TryAskAsync(create, input) is not { } made || _things.ContainsKey(made.Id()))
        {
            return;
        }

        var address = parent?.Kind == Kind.Service || parent?.Kind == Kind.Listener
            ? parent.Address.DeepClone().AsObject()
            : [];
        address[kind.Identifier] = made.Id();
        var thing = new Thing(kind, made.Id(), address, parent?.Id);
        _things.Add(thing.Id, thing);
        Made.Add(kind);
        StrictClient.MustAgree(made, await ReadAsync(thing));
    }

    /// <summary>Asks to change something; what is accepted is read as it was answered.</summary>
    public async Task ChangeAsync(Thing thing, JsonObject change)
    {
        var input = thing.Address.DeepClone().AsObject();
        foreach (var (name, value) in change)
        {
            input[name] = value?.DeepClone();
        }

        if (await api.TryAskAsync($"Update{thing.Kind.Noun}", input) is { } changed)
        {
            StrictClient.MustAgree(changed, await ReadAsync(thing));
        }
    }

    /// <summary>Asks to delete something; after an accepted deletion nothing that stays may speak of it.</summary>
    public async Task DeleteAsync(Thing thing)
    {
        if (await api.TryAskAsync($"Delete{thing.Kind.Noun}", Clone(thing.Address)) is null)
        {
            return;
        }

        var going = WithAllBelow(thing);
        going.ForEach(each => _things.Remove(each.Id));
        _gone.AddRange(going);
        foreach (var stays in _things.Values)
        {
            NothingDangles(stays, await ReadAsync(stays), going);
        }
    }

    /// <summary>At rest: everything is there in a final state, and what was deleted is not.</summary>
    public async Task CheckAtRestAsync()
    {
        foreach (var thing in _things.Values)
        {
            var read = await ReadAsync(thing);
            Assert.False(
                read.Status()?.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) ?? false,
                $"{thing} is still {read.Status()} although everything rests.");
            NothingDangles(thing, read, _gone);
        }

        foreach (var thing in _gone)
        {
            Assert.Null(await api.TryAskAsync($"Get{thing.Kind.Noun}", Clone(thing.Address)));
        }

        foreach (var kind in Kind.All.Where(kind => kind.Listed is not null))
        {
            var listed = await api.ListAsync(kind.Listed!);
            Assert.Equal(Of(kind).Select(thing => thing.Id).Order(), listed.Select(Answers.Id).Order());
            foreach (var summary in listed)
            {
                StrictClient.MustAgree(summary, await ReadAsync(_things[summary.Id()]));
            }
        }
    }

    private async Task<JsonObject> ReadAsync(Thing thing)
    {
        var read = await api.TryAskAsync($"Get{thing.Kind.Noun}", Clone(thing.Address));
        Assert.True(read is not null, $"{thing} was accepted and not deleted, and cannot be read.");
        Assert.Equal(thing.Id, read.Id());
        return read;
    }

    private static void NothingDangles(Thing thing, JsonObject read, IReadOnlyList<Thing> gone)
    {
        var mentioned = Ids().Matches(read.ToJsonString()).Select(match => match.Value).ToHashSet();
        Assert.All(gone, each => Assert.False(
            mentioned.Contains(each.Id), $"{thing} speaks of {each}, which was deleted: {read.ToJsonString()}"));
    }

    private List<Thing> WithAllBelow(Thing thing) =>
    [
        thing, .. _things.Values.Where(each => each.Parent == thing.Id).ToList().SelectMany(WithAllBelow),
    ];

    private static JsonObject Clone(JsonObject input) => input.DeepClone().AsObject();

    [GeneratedRegex("[a-z]+-[0-9a-f]{17}")]
    private static partial Regex Ids();
}
