namespace Pergola.Proxy.Exchange.Http1;

/// <summary>Writes heads: what a target gets of a request, and what a client gets of an answer.</summary>
internal static class HeadWriter
{
    /// <summary>
    /// The request as the target sees it: the client's own bytes, without what belongs to the client's connection and
    /// what only Lattice may say, with the framing in one spelling and Lattice's additions at the end.
    /// </summary>
    public static void WriteRequest(
        ref ByteWriter to, RequestHead head, ReadOnlySpan<byte> bytes, in LatticeAdditions additions)
    {
        to.Add(head.Method(bytes));
        to.Add(head.LacksSlash ? " /"u8 : " "u8);
        to.Add(head.PathAndQuery(bytes));
        to.Add(" HTTP/1.1\r\n"u8);
        WriteKept(ref to, head.Fields, bytes, isRequest: true);
        WriteFraming(ref to, head.Fields, head.Fields.IsChunked);
        to.Add(additions.Forwarded);
        to.Add(additions.Network);
        to.Add(additions.Service);
        to.Add(additions.ServiceNetwork);
        to.Add(additions.TargetGroup);
        to.Add(additions.Identity);
        WriteRequestId(ref to, additions.RequestId);
        to.Add("\r\n"u8);
    }

    /// <summary>The answer as the client sees it.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="head">The target's.</param>
    /// <param name="bytes">What <paramref name="head"/> was read from.</param>
    /// <param name="isChunked">Whether the client gets chunks.</param>
    /// <param name="passage">What the proxy knows of the request.</param>
    public static void WriteAnswer(
        ref ByteWriter to, ResponseHead head, ReadOnlySpan<byte> bytes, bool isChunked, in AnswerPassage passage)
    {
        to.Add("HTTP/1.1 "u8);
        to.Add(head.StatusAndReason(bytes));
        to.Add("\r\n"u8);
        WriteKept(ref to, head.Fields, bytes, isRequest: false);
        if (head.Status != 204)
        {
            WriteFraming(ref to, head.Fields, isChunked);
        }

        if (!head.Fields.HasDate)
        {
            to.Add(passage.DateLine);
        }

        WriteConnection(ref to, passage);
        WriteRequestId(ref to, passage.RequestId);
        to.Add("\r\n"u8);
    }

    /// <summary>An answer of Lattice's own.</summary>
    public static void WriteOwn(
        ref ByteWriter to, int status, ReadOnlySpan<byte> reason, ReadOnlySpan<byte> text, bool isHead,
        in AnswerPassage passage)
    {
        to.Add("HTTP/1.1 "u8);
        to.AddNumber(status);
        to.Add((byte)' ');
        to.Add(reason);
        to.Add("\r\n"u8);
        if (status is not (204 or 304))
        {
            to.Add("Content-Length: "u8);
            to.AddNumber(text.Length);
            to.Add("\r\n"u8);
        }

        if (!text.IsEmpty)
        {
            to.Add("Content-Type: text/plain\r\n"u8);
        }

        to.Add(passage.DateLine);
        WriteConnection(ref to, passage);
        WriteRequestId(ref to, passage.RequestId);
        to.Add("\r\n"u8);
        if (!isHead)
        {
            to.Add(text);
        }
    }

    // Lines that stay are neighbours more often than not: whole runs of them are copied at once, as they came.
    private static void WriteKept(ref ByteWriter to, HeaderFields fields, ReadOnlySpan<byte> bytes, bool isRequest)
    {
        var run = -1;
        var end = 0;
        foreach (ref readonly var field in fields.All)
        {
            var stays = Stays(field.Kind, isRequest) && !(fields.NamesFields && IsNamedAway(fields, field, bytes));
            if (!stays)
            {
                Flush(ref to, bytes, run, end);
                run = -1;
                continue;
            }

            if (run < 0)
            {
                run = field.NameStart;
            }

            end = field.ValueStart + field.ValueLength;
        }

        Flush(ref to, bytes, run, end);
    }

    private static void Flush(ref ByteWriter to, ReadOnlySpan<byte> bytes, int run, int end)
    {
        if (run >= 0)
        {
            to.Add(bytes[run..end]);
            to.Add("\r\n"u8);
        }
    }

    private static bool Stays(HeaderKind kind, bool isRequest) => kind switch
    {
        HeaderKind.Other or HeaderKind.Host or HeaderKind.Expect or HeaderKind.Date
            or HeaderKind.Authorization or HeaderKind.UserAgent => true,
        HeaderKind.OfLattice => !isRequest,
        _ => false,
    };

    private static bool IsNamedAway(HeaderFields fields, in HeaderField field, ReadOnlySpan<byte> bytes) =>
        !HeaderNames.IsIndispensable(field.Kind) && fields.IsNamed(field, bytes);

    private static void WriteFraming(ref ByteWriter to, HeaderFields fields, bool isChunked)
    {
        if (isChunked)
        {
            to.Add("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (fields.ContentLength >= 0)
        {
            to.Add("Content-Length: "u8);
            to.AddNumber(fields.ContentLength);
            to.Add("\r\n"u8);
        }
    }

    private static void WriteConnection(ref ByteWriter to, in AnswerPassage passage)
    {
        if (passage.Closes)
        {
            to.Add("Connection: close\r\n"u8);
        }
        else if (!passage.IsVersion11)
        {
            to.Add("Connection: keep-alive\r\n"u8);
        }
    }

    private static void WriteRequestId(ref ByteWriter to, ReadOnlySpan<byte> requestId)
    {
        if (!requestId.IsEmpty)
        {
            to.Add("x-amzn-requestid: "u8);
            to.Add(requestId);
            to.Add("\r\n"u8);
        }
    }
}

/// <summary>What Lattice tells a target: whole lines, but for the target line, which has three parts.</summary>
internal readonly ref struct LatticeAdditions
{
    /// <summary>The lines about the client: address, port, protocol.</summary>
    public ReadOnlySpan<byte> Forwarded { get; init; }

    /// <summary>The line about the client's VPC.</summary>
    public ReadOnlySpan<byte> Network { get; init; }

    /// <summary>The first part of the line about the way to the target.</summary>
    public ReadOnlySpan<byte> Service { get; init; }

    /// <summary>The second part.</summary>
    public ReadOnlySpan<byte> ServiceNetwork { get; init; }

    /// <summary>The third part, with the end of the line.</summary>
    public ReadOnlySpan<byte> TargetGroup { get; init; }

    /// <summary>The lines about who signed; empty when nobody did.</summary>
    public ReadOnlySpan<byte> Identity { get; init; }

    public ReadOnlySpan<byte> RequestId { get; init; }
}

/// <summary>What the proxy knows of a request when it is answered.</summary>
internal readonly ref struct AnswerPassage
{
    public ReadOnlySpan<byte> RequestId { get; init; }

    /// <summary>The line with the time, for answers that have none (RFC 9110, 6.6.1).</summary>
    public ReadOnlySpan<byte> DateLine { get; init; }

    /// <summary>Whether the connection ends with this answer.</summary>
    public bool Closes { get; init; }

    /// <summary>Whether the client speaks HTTP/1.1 and not 1.0.</summary>
    public bool IsVersion11 { get; init; }
}
