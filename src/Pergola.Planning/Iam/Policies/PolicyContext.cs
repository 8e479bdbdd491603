using System.Collections.Immutable;

namespace Pergola.Planning.Iam.Policies;

/// <summary>What is known of a request beside who does what: the values of condition keys.</summary>
internal interface IPolicyContext
{
    /// <summary>The values of a key, given in lower case; empty when the request lacks it.</summary>
    ImmutableArray<string> Values(string key);
}

/// <summary>A context that was known before anybody asked: one value per key, keys in lower case.</summary>
internal sealed class KnownContext(ImmutableDictionary<string, string> values) : IPolicyContext
{
    /// <summary>Nothing is known.</summary>
    public static KnownContext Empty { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <inheritdoc/>
    public ImmutableArray<string> Values(string key) => values.TryGetValue(key, out var value) ? [value] : [];
}
