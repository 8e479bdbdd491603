using Pergola.Domain;
using Pergola.Domain.Network;
using Pergola.Wire.Schemas;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Detaching: only services attach interfaces, and what they attach is theirs.</summary>
internal static class DetachNetworkInterface
{
    public static Decision<Nothing> Decide(Shape.DetachNetworkInterfaceRequest request, Snapshot snapshot, Given given)
    {
        var attached = snapshot.In(given.Scope).Of<NetworkInterface>().All.FirstOrDefault(each =>
            each.InUse && NetworkInterfaceView.AttachmentId(each) == request.AttachmentId);
        if (attached is null)
        {
            return new Ec2Error.AttachmentNotFound(request.AttachmentId ?? "");
        }

        return ModifyNetworkInterfaceAttribute.ManagedError(attached) is { } error
            ? error
            : Done.With(new Change.Put(given.Scope, attached with { InUse = false }));
    }
}
