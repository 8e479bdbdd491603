using System.Text;
using Pergola.Planning.Access;
using Pergola.Proxy.Exchange.Http1;
using Pergola.Proxy.Routing;

namespace Pergola.Proxy.Engine;

// Who may call. What asks for nothing and is asked by nobody in particular passes without a look.
internal sealed partial class ClientConnection
{
    // The lines about who signed the request; null when nobody did.
    private byte[]? _identity;

    // :: The guard
    private bool IsLetIn(RequestHead head, ReadOnlySpan<byte> bytes, VpcRoutes vpc, ServiceRoutes service)
    {
        _identity = null;
        if (service.Guard.IsOpen && !head.Fields.HasAuthorization)
        {
            return true;
        }

        var verdict = service.Guard.Judge(Seen(head, bytes, vpc), vpc.Keys);
        RememberVerdict(verdict);
        if (verdict.Refusal is { } text)
        {
            AnswerOwn(head, bytes, AccessVerdict.RefusedStatus, Encoding.UTF8.GetBytes(text));
            return false;
        }

        if (verdict is AccessVerdict.Allowed { Caller.Arn: not null } allowed)
        {
            _identity = Encoding.UTF8.GetBytes(allowed.Caller.IdentityLines());
        }

        return true;
    }

    private AccessRequest Seen(RequestHead head, ReadOnlySpan<byte> bytes, VpcRoutes vpc)
    {
        var headers = new List<KeyValuePair<string, string>>(head.Fields.All.Length);
        foreach (ref readonly var field in head.Fields.All)
        {
            headers.Add(new(Text(field.Name(bytes)), Text(field.Value(bytes))));
        }

        return new AccessRequest(
            Text(head.Method(bytes)),
            (head.LacksSlash ? "/" : "") + Text(head.PathAndQuery(bytes)),
            headers,
            new AccessDoor(vpc.VpcArn, vpc.ServiceNetworkArn, _entrance.Port, IsSecure: Tls is not null),
            _peer,
            Loop.UtcNow);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
