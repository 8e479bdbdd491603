using Pergola.Core;
using Pergola.Wire.Forms;
using Pergola.Wire.Messages;
using Pergola.Wire.Routing;
using Pergola.Wire.Schemas;
using Pergola.Wire.Xml;

namespace Pergola.Wire.Ec2Query;

/// <summary>ec2Query: form parameters in, XML without a result element out.</summary>
internal sealed class Ec2QueryCodec : ProtocolCodec
{
    private const string ContentType = "text/xml;charset=UTF-8";

    private Ec2QueryCodec()
    {
    }

    public static Ec2QueryCodec Instance { get; } = new();

    public override Decoded Decode(Route.Found route, WireRequest request, WireLimits limits) =>
        FormDraftReader.Decode(route.Operation.Input, route.Parameters, Ec2QueryDialect.Instance, limits);

    public override WireResponse Encode(ServiceModel service, Operation operation, object response, string requestId)
    {
        var xml = new XmlText();
        var root = operation.Name + "Response";
        xml.Open(root, NamespaceOf(service));
        xml.Leaf("requestId", requestId);
        if (operation.HasOutput)
        {
            new XmlShapeWriter(xml, static _ => "item", withMilliseconds: true)
                .WriteMembers(operation.Output, response);
        }
        else
        {
            // Operations for which the model has no output answer this all the same.
            xml.Leaf("return", "true");
        }

        xml.Close(root);
        return new WireResponse(operation.SuccessStatus, ContentType, [RequestIdHeader(requestId)], xml.ToBytes());
    }

    public override WireResponse EncodeError(ServiceModel? service, ApiError error, string requestId)
    {
        var xml = new XmlText();
        xml.Open("Response");
        xml.Open("Errors");
        xml.Open("Error");
        xml.Leaf("Code", error.Code);
        xml.Leaf("Message", error.Message);
        xml.Close("Error");
        xml.Close("Errors");
        // Spelled otherwise than in the answers that succeed.
        xml.Leaf("RequestID", requestId);
        xml.Close("Response");
        return new WireResponse(error.HttpStatus, ContentType, [RequestIdHeader(requestId)], xml.ToBytes());
    }

    // The model leaves out the slash that the service sends.
    private static string? NamespaceOf(ServiceModel service) =>
        service.XmlNamespace is { } name && !name.EndsWith('/') ? name + "/" : service.XmlNamespace;
}
