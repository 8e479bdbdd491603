namespace Pergola.Wire.Messages;

/// <summary>An HTTP answer, ready to be written.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">Null when there is no body.</param>
/// <param name="Headers">Those that the protocol asks for, the request id among them.</param>
/// <param name="Body">Empty for 204.</param>
public sealed record WireResponse(
    int Status,
    string? ContentType,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body);
