using System.IO.Pipelines;

namespace Pergola.Proxy.Listening;

/// <summary>A connection of which something was received before: that comes first, then what arrives.</summary>
internal sealed class ReplayedTransport : IDuplexPipe
{
    private readonly PipeReader _received;
    private readonly Pipe _pipe = new();

    public ReplayedTransport(IDuplexPipe transport, ReadOnlyMemory<byte> first)
    {
        _received = transport.Input;
        Output = transport.Output;
        _ = PumpAsync(first);
    }

    /// <inheritdoc/>
    public PipeReader Input => _pipe.Reader;

    /// <inheritdoc/>
    public PipeWriter Output { get; }

    private async Task PumpAsync(ReadOnlyMemory<byte> first)
    {
        Exception? failure = null;
        try
        {
            await _pipe.Writer.WriteAsync(first);
            await _received.CopyToAsync(_pipe.Writer);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The reader is told what happened to the connection.
            failure = error;
        }

        await _pipe.Writer.CompleteAsync(failure);
        await _received.CompleteAsync(failure);
    }
}
