using Pergola.Core;
using Pergola.Wire.Forms;
using Pergola.Wire.Messages;
using Pergola.Wire.Routing;
using Pergola.Wire.Schemas;
using Pergola.Wire.Xml;

namespace Pergola.Wire.AwsQuery;

/// <summary>awsQuery (IAM, STS): form parameters in, XML with a result element out.</summary>
internal sealed class AwsQueryCodec : ProtocolCodec
{
    private const string ContentType = "text/xml";

    private AwsQueryCodec()
    {
    }

    public static AwsQueryCodec Instance { get; } = new();

    public override Decoded Decode(Route.Found route, WireRequest request, WireLimits limits) =>
        FormDraftReader.Decode(route.Operation.Input, route.Parameters, AwsQueryDialect.Instance, limits);

    public override WireResponse Encode(ServiceModel service, Operation operation, object response, string requestId)
    {
        var xml = new XmlText();
        var root = operation.Name + "Response";
        xml.Open(root, service.XmlNamespace);
        if (operation.HasOutput)
        {
            var result = operation.Name + "Result";
            xml.Open(result);
            new XmlShapeWriter(xml, static list => list.ElementName, withMilliseconds: false)
                .WriteMembers(operation.Output, response);
            xml.Close(result);
        }

        xml.Open("ResponseMetadata");
        xml.Leaf("RequestId", requestId);
        xml.Close("ResponseMetadata");
        xml.Close(root);
        return new WireResponse(operation.SuccessStatus, ContentType, [RequestIdHeader(requestId)], xml.ToBytes());
    }

    public override WireResponse EncodeError(ServiceModel? service, ApiError error, string requestId)
    {
        var xml = new XmlText();
        xml.Open("ErrorResponse", service?.XmlNamespace);
        xml.Open("Error");
        xml.Leaf("Type", error.HttpStatus < 500 ? "Sender" : "Receiver");
        xml.Leaf("Code", error.Code);
        xml.Leaf("Message", error.Message);
        xml.Close("Error");
        xml.Leaf("RequestId", requestId);
        xml.Close("ErrorResponse");
        return new WireResponse(error.HttpStatus, ContentType, [RequestIdHeader(requestId)], xml.ToBytes());
    }
}
