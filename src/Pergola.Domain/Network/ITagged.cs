using System.Collections.Immutable;

namespace Pergola.Domain.Network;

/// <summary>A resource that CreateTags and DeleteTags can change.</summary>
public interface ITagged
{
    /// <summary>Key to value.</summary>
    ImmutableSortedDictionary<string, string> Tags { get; }

    /// <summary>The same resource with other tags.</summary>
    Resource WithTags(ImmutableSortedDictionary<string, string> tags);
}
