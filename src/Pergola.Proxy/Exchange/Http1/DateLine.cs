using System.Buffers.Text;
using System.Text;

namespace Pergola.Proxy.Exchange.Http1;

/// <summary>The line that says what time it is, written once a second at most. For one thread.</summary>
internal sealed class DateLine(TimeProvider time)
{
    private readonly byte[] _line = Encoding.ASCII.GetBytes("Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
    private long _due = long.MinValue;

    /// <summary>The line for a moment, given as the time provider's timestamp.</summary>
    public ReadOnlySpan<byte> At(long timestamp)
    {
        if (timestamp >= _due)
        {
            Utf8Formatter.TryFormat(
                time.GetUtcNow(), _line.AsSpan("Date: ".Length), out _, new System.Buffers.StandardFormat('R'));
            _due = timestamp + time.TimestampFrequency;
        }

        return _line;
    }
}
