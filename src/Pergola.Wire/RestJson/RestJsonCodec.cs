using System.Globalization;
using Pergola.Core;
using Pergola.Wire.Drafts;
using Pergola.Wire.Json;
using Pergola.Wire.Messages;
using Pergola.Wire.Routing;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire.RestJson;

/// <summary>restJson1 (VPC Lattice): members in path, query, headers and a JSON body.</summary>
internal sealed class RestJsonCodec : ProtocolCodec
{
    /// <summary>The one error member that travels as a header (ThrottlingException, InternalServerException).</summary>
    private const string RetryAfterMember = "retryAfterSeconds";

    private const string ContentType = "application/json";

    private RestJsonCodec()
    {
    }

    public static RestJsonCodec Instance { get; } = new();

    public override Decoded Decode(Route.Found route, WireRequest request, WireLimits limits)
    {
        var faults = new Faults(limits.FaultsMax);
        var input = route.Operation.Input;
        var values = new object?[input.Members.Count];
        if (!Parameters.TryRead(request.RawQuery, limits.ParametersMax, out var query, out var fault))
        {
            faults.Unreadable(fault);
            return new Decoded(null, faults.All);
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadOutsideBody(input.Members[i], route, request, query, faults);
        }

        var hasBody = input.Members.Any(member => member.Location == MemberLocation.Body);
        return !hasBody || JsonDraftReader.TryReadBody(input, request.Body, limits.DepthMax, values, faults)
            ? Decoded.From(input, values, faults)
            : new Decoded(null, faults.All);
    }

    public override WireResponse Encode(ServiceModel service, Operation operation, object response, string requestId) =>
        operation.SuccessStatus == 204
            ? new WireResponse(204, null, [RequestIdHeader(requestId)], ReadOnlyMemory<byte>.Empty)
            : new WireResponse(
                operation.SuccessStatus,
                ContentType,
                [RequestIdHeader(requestId)],
                JsonShapeWriter.Object(json => JsonShapeWriter.WriteMembers(json, operation.Output, response)));

    public override WireResponse EncodeError(ServiceModel? service, ApiError error, string requestId)
    {
        List<KeyValuePair<string, string>> headers =
            [RequestIdHeader(requestId), new("x-amzn-ErrorType", error.Code)];
        foreach (var (name, value) in error.Members)
        {
            if (name == RetryAfterMember)
            {
                headers.Add(new("Retry-After", Convert.ToString(value, CultureInfo.InvariantCulture)!));
            }
        }

        return new WireResponse(
            error.HttpStatus,
            ContentType,
            headers,
            JsonShapeWriter.Object(json => JsonErrorWriter.WriteMembers(json, error)));
    }

    private static object? ReadOutsideBody(
        MemberSchema member,
        Route.Found route,
        WireRequest request,
        IReadOnlyList<KeyValuePair<string, string>> query,
        Faults faults)
    {
        switch (member.Location)
        {
            case MemberLocation.Uri:
                return Values(route.Parameters, member) is [var label, ..] ? Scalar(member, label, faults) : null;
            case MemberLocation.Header:
                return request.Header(member.WireName) is { } header ? Scalar(member, header, faults) : null;
            case MemberLocation.QueryString:
                var texts = Values(query, member);
                if (texts.Count == 0)
                {
                    return null;
                }

                return member.Target is ListSchema list
                    ? ReadList(list, texts, member.Name, faults)
                    : Scalar(member, texts[^1], faults);
            default:
                return null;
        }
    }

    private static Draft.List ReadList(ListSchema schema, IReadOnlyList<string> texts, string path, Faults faults)
    {
        var elements = new List<object>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            var elementPath = Validator.ElementPath(path, i);
            if (ScalarText.Read(schema.Element, texts[i], TimestampFormat.Iso8601, elementPath, faults) is { } value)
            {
                elements.Add(value);
            }
        }

        return new Draft.List(schema, elements);
    }

    private static object? Scalar(MemberSchema member, string text, Faults faults) =>
        ScalarText.Read(member.Target, text, TimestampFormat.Iso8601, member.Name, faults);

    private static List<string> Values(IReadOnlyList<KeyValuePair<string, string>> parameters, MemberSchema member) =>
        [.. parameters.Where(parameter => parameter.Key == member.WireName).Select(parameter => parameter.Value)];
}
