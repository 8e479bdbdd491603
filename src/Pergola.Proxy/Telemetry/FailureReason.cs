using System.Text;

namespace Pergola.Proxy.Telemetry;

/// <summary>Why a request failed, in the words of access logs (VPC Lattice user guide, "Access logs").</summary>
internal enum FailureReason : byte
{
    None,
    TargetConnectionError,
    TargetProtocolError,
    TargetDataTimeout,
    TargetConnectionClosed,
    ClientConnectionClosed,
    ClientAccessDenied,
    ClientProtocolError,
    InternalError,
}

/// <summary>The words as bytes.</summary>
internal static class FailureReasons
{
    private static readonly byte[][] s_words =
        [.. Enum.GetValues<FailureReason>().Select(reason => Encoding.ASCII.GetBytes(reason.ToString()))];

    /// <summary>The word; empty when nothing failed.</summary>
    public static ReadOnlySpan<byte> Of(FailureReason reason) =>
        reason == FailureReason.None ? default : s_words[(int)reason];
}
