using System.Globalization;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Messages;

/// <summary>Moments as text, in the three formats that models name.</summary>
internal static class TimestampText
{
    /// <summary>The moment, or null when the text is not one in that format.</summary>
    public static DateTimeOffset? Read(string text, TimestampFormat format)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        switch (format)
        {
            case TimestampFormat.UnixTimestamp:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                    ? FromUnix(seconds)
                    : null;
            case TimestampFormat.Rfc822:
                return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, Utc, out var date)
                    ? date
                    : null;
            case TimestampFormat.Iso8601:
            default:
                string[] forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];
                return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, Utc, out var moment)
                    ? moment
                    : null;
        }
    }

    /// <summary>Seconds since 1970; null when they lie outside of the calendar.</summary>
    public static DateTimeOffset? FromUnix(double seconds)
    {
        // Years 1 to 9999, as DateTimeOffset has them. NaN fails both comparisons.
        const double First = -62_135_596_800;
        const double Last = 253_402_300_799;
        return seconds is >= First and <= Last
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000))
            : null;
    }

    /// <summary>Seconds since 1970 with up to three decimals.</summary>
    public static decimal ToUnix(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000m;

    /// <summary>The text of a moment, in UTC.</summary>
    public static string Write(DateTimeOffset moment, TimestampFormat format, bool withMilliseconds) => format switch
    {
        TimestampFormat.UnixTimestamp => ToUnix(moment).ToString(CultureInfo.InvariantCulture),
        TimestampFormat.Rfc822 => moment.ToString("r", CultureInfo.InvariantCulture),
        TimestampFormat.Iso8601 or _ => moment.UtcDateTime.ToString(
            withMilliseconds ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture),
    };
}
