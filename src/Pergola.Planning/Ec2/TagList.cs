using System.Collections.Immutable;
using Pergola.Core;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Tags between the API's lists and what we keep.</summary>
internal static class TagList
{
    /// <summary>EC2's quota of tags per resource.</summary>
    public const int CountMax = 50;

    /// <summary>EC2's bound of a key.</summary>
    public const int KeyLengthMax = 128;

    /// <summary>EC2's bound of a value.</summary>
    public const int ValueLengthMax = 256;

    /// <summary>Reads the tags that a create asks for; null error when they are good.</summary>
    public static Ec2Error? Read(
        IReadOnlyList<Shape.TagSpecification>? specifications,
        Noun noun,
        out ImmutableSortedDictionary<string, string> tags)
    {
        tags = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var specification in specifications ?? [])
        {
            if (specification.ResourceType != noun.Type)
            {
                return new Ec2Error.InvalidParameterValue(
                    $"'{specification.ResourceType}' is not a valid taggable resource type for this operation. "
                    + $"It must be '{noun.Type}'.");
            }

            if (Merge(tags, specification.Tags, out tags) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Adds tags to those that are there; a key that is there gets the new value.</summary>
    public static Ec2Error? Merge(
        ImmutableSortedDictionary<string, string> existing,
        IReadOnlyList<Shape.Tag>? added,
        out ImmutableSortedDictionary<string, string> merged)
    {
        merged = existing;
        foreach (var tag in added ?? [])
        {
            if (Error(tag) is { } error)
            {
                return error;
            }

            merged = merged.SetItem(tag.Key!, tag.Value ?? "");
        }

        return merged.Count > CountMax
            ? new Ec2Error.InvalidParameterValue(
                $"{merged.Count} tags are too many; a resource has at most {CountMax}.")
            : null;
    }

    /// <summary>The tags as the API lists them.</summary>
    public static IReadOnlyList<Shape.Tag> Write(ImmutableSortedDictionary<string, string> tags) =>
        [.. tags.Select(tag => new Shape.Tag { Key = tag.Key, Value = tag.Value })];

    private static Ec2Error? Error(Shape.Tag tag)
    {
        if (tag.Key is not { Length: > 0 and <= KeyLengthMax })
        {
            return new Ec2Error.InvalidParameterValue(
                $"Tag key '{tag.Key}' is invalid: it must have 1 to {KeyLengthMax} characters.");
        }

        if (TagKeys.IsReserved(tag.Key))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Tag key '{tag.Key}' is invalid: keys starting with 'aws:' are reserved for internal use.");
        }

        return tag.Value?.Length > ValueLengthMax
            ? new Ec2Error.InvalidParameterValue(
                $"The value of tag '{tag.Key}' has {tag.Value.Length} characters; "
                + $"it must have at most {ValueLengthMax}.")
            : null;
    }
}
