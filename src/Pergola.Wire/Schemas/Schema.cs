using System.Text.RegularExpressions;

namespace Pergola.Wire.Schemas;

/// <summary>
/// What a shape of an AWS service model looks like, as data. Codecs and the validator walk schemas; nothing reflects,
/// so the product can be compiled ahead of time.
/// </summary>
public abstract class Schema;

/// <summary>Text, with the model's constraints. Enumerations are text with a closed list of values.</summary>
/// <param name="minLength">Least number of characters.</param>
/// <param name="maxLength">Greatest number of characters.</param>
/// <param name="pattern">A regular expression that the whole value has to match.</param>
/// <param name="values">The allowed values, when the model says so.</param>
public sealed class StringSchema(
    int? minLength = null, int? maxLength = null, string? pattern = null, IReadOnlyList<string>? values = null) : Schema
{
    /// <summary>
    /// Longest match of a pattern. AWS's patterns take microseconds on text of the allowed length; a text made to take
    /// longer does not match.
    /// </summary>
    private static readonly TimeSpan MatchMax = TimeSpan.FromMilliseconds(250);

    private Regex? _regex;

    /// <summary>Text without constraints.</summary>
    public static StringSchema Plain { get; } = new();

    public int? MinLength => minLength;

    public int? MaxLength => maxLength;

    public string? Pattern => pattern;

    public IReadOnlyList<string>? Values => values;

    /// <summary>True when the whole text matches the pattern, or there is none.</summary>
    public bool Matches(string text)
    {
        if (pattern is null)
        {
            return true;
        }

        _regex ??= new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, MatchMax);
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

/// <summary>A 32-bit integer; in C# an <see cref="int"/>.</summary>
public sealed class IntegerSchema(long? min = null, long? max = null) : Schema
{
    public long? Min => min;

    public long? Max => max;
}

/// <summary>A 64-bit integer; in C# a <see cref="long"/>.</summary>
public sealed class LongSchema(long? min = null, long? max = null) : Schema
{
    public long? Min => min;

    public long? Max => max;
}

/// <summary>A floating point number; in C# a <see cref="double"/>.</summary>
public sealed class DoubleSchema : Schema
{
    public static DoubleSchema Plain { get; } = new();
}

/// <summary>True or false; in C# a <see cref="bool"/>.</summary>
public sealed class BooleanSchema : Schema
{
    public static BooleanSchema Plain { get; } = new();
}

/// <summary>A moment; in C# a <see cref="DateTimeOffset"/>.</summary>
public sealed class TimestampSchema(TimestampFormat? format = null) : Schema
{
    /// <summary>The model's own format; null means the protocol's default.</summary>
    public TimestampFormat? Format => format;
}

/// <summary>How a moment is written.</summary>
public enum TimestampFormat
{
    /// <summary>Seconds since 1970, with a fraction.</summary>
    UnixTimestamp,

    /// <summary>ISO 8601 in UTC.</summary>
    Iso8601,

    /// <summary>The HTTP date format.</summary>
    Rfc822,
}

/// <summary>Bytes, base64 on the wire; in C# a byte array.</summary>
public sealed class BlobSchema(int? minLength = null, int? maxLength = null) : Schema
{
    public int? MinLength => minLength;

    public int? MaxLength => maxLength;
}

/// <summary>Any JSON value (the model's "document"); in C# a <see cref="System.Text.Json.JsonElement"/>.</summary>
public sealed class DocumentSchema : Schema
{
    public static DocumentSchema Plain { get; } = new();
}

/// <summary>A list, whatever its element type.</summary>
public abstract class ListSchema(
    Func<Schema> element, string elementName, bool flattened, int? min, int? max) : Schema
{
    public Schema Element => element();

    /// <summary>The element's XML or query name: <c>member</c> unless the model says otherwise.</summary>
    public string ElementName => elementName;

    public bool Flattened => flattened;

    public int? Min => min;

    public int? Max => max;

    /// <summary>The typed list of decoded elements, none of which is null.</summary>
    public abstract object Make(IReadOnlyList<object> elements);

    /// <summary>The elements of a typed list.</summary>
    public abstract IEnumerable<object> Elements(object list);
}

/// <summary>A list of <typeparamref name="T"/>; in C# an <see cref="IReadOnlyList{T}"/>.</summary>
public sealed class ListSchema<T>(
    Func<Schema> element, string elementName = "member", bool flattened = false, int? min = null, int? max = null)
    : ListSchema(element, elementName, flattened, min, max)
    where T : notnull
{
    public override object Make(IReadOnlyList<object> elements)
    {
        var list = new T[elements.Count];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = (T)elements[i];
        }

        return list;
    }

    public override IEnumerable<object> Elements(object list)
    {
        foreach (var item in (IReadOnlyList<T>)list)
        {
            yield return item;
        }
    }
}

/// <summary>A map from text, whatever its value type.</summary>
public abstract class MapSchema(
    Func<Schema> key, Func<Schema> value, string keyName, string valueName, bool flattened, int? min, int? max) : Schema
{
    public Schema Key => key();

    public Schema Value => value();

    public string KeyName => keyName;

    public string ValueName => valueName;

    public bool Flattened => flattened;

    public int? Min => min;

    public int? Max => max;

    /// <summary>The typed map of decoded entries; a repeated key keeps its last value.</summary>
    public abstract object Make(IReadOnlyList<KeyValuePair<string, object>> entries);

    /// <summary>The entries of a typed map.</summary>
    public abstract IEnumerable<KeyValuePair<string, object>> Entries(object map);
}

/// <summary>A map to <typeparamref name="T"/>; in C# an <see cref="IReadOnlyDictionary{TKey,TValue}"/>.</summary>
public sealed class MapSchema<T>(
    Func<Schema> key,
    Func<Schema> value,
    string keyName = "key",
    string valueName = "value",
    bool flattened = false,
    int? min = null,
    int? max = null)
    : MapSchema(key, value, keyName, valueName, flattened, min, max)
    where T : notnull
{
    public override object Make(IReadOnlyList<KeyValuePair<string, object>> entries)
    {
        var map = new Dictionary<string, T>(entries.Count, StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            map[key] = (T)value;
        }

        return map;
    }

    public override IEnumerable<KeyValuePair<string, object>> Entries(object map)
    {
        foreach (var (key, value) in (IReadOnlyDictionary<string, T>)map)
        {
            yield return new KeyValuePair<string, object>(key, value);
        }
    }
}
