using System.Globalization;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire.Messages;

/// <summary>Scalars as text: in forms, paths, queries, headers and XML.</summary>
internal static class ScalarText
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    /// <summary>The C# value, or null and a fault.</summary>
    public static object? Read(Schema schema, string text, TimestampFormat defaultFormat, string path, Faults faults)
    {
        object? value = schema switch
        {
            StringSchema => text,
            BooleanSchema => text.ToUpperInvariant() switch { "TRUE" => true, "FALSE" => false, _ => null },
            IntegerSchema => int.TryParse(text, Whole, CultureInfo.InvariantCulture, out var number) ? number : null,
            LongSchema => long.TryParse(text, Whole, CultureInfo.InvariantCulture, out var number) ? number : null,
            DoubleSchema => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            TimestampSchema timestamp => TimestampText.Read(text, timestamp.Format ?? defaultFormat),
            BlobSchema => Bytes(text),
            _ => null,
        };
        if (value is null)
        {
            faults.WrongType(path, text, $"Member must be {Expected(schema)}");
        }

        return value;
    }

    /// <summary>The text of a scalar.</summary>
    public static string Write(Schema schema, object value, TimestampFormat defaultFormat, bool withMilliseconds) =>
        (schema, value) switch
        {
            (_, string text) => text,
            (_, bool flag) => flag ? "true" : "false",
            (_, byte[] bytes) => Convert.ToBase64String(bytes),
            (TimestampSchema timestamp, DateTimeOffset moment) =>
                TimestampText.Write(moment, timestamp.Format ?? defaultFormat, withMilliseconds),
            (_, IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException($"A {value.GetType().Name} is not a scalar.", nameof(value)),
        };

    private static string Expected(Schema schema) => schema switch
    {
        BooleanSchema => "a boolean: true or false",
        IntegerSchema => "an integer of 32 bits",
        LongSchema => "an integer of 64 bits",
        DoubleSchema => "a number",
        TimestampSchema => "a timestamp",
        BlobSchema => "base64",
        ListSchema => "a list",
        MapSchema => "a map",
        StructureSchema => "a structure",
        _ => "a value of another type",
    };

    private static byte[]? Bytes(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }
}
