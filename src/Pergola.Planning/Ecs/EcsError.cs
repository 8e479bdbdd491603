using Pergola.Core;

namespace Pergola.Planning.Ecs;

/// <summary>The errors that ECS answers with. All are HTTP 400, as in the service's model.</summary>
public abstract record EcsError(string Code, string Message) : ApiError(Code, 400, Message)
{
    /// <summary>A parameter that is never right, or not for this resource.</summary>
    public sealed record InvalidParameter(string Message) : EcsError("InvalidParameterException", Message);

    /// <summary>The client asks for something that is not there or not allowed.</summary>
    public sealed record Client(string Message) : EcsError("ClientException", Message);

    /// <summary>There is no such cluster, or it is inactive.</summary>
    public sealed record ClusterNotFound() : EcsError("ClusterNotFoundException", "Cluster not found.");

    /// <summary>The cluster still has services.</summary>
    public sealed record ClusterContainsServices()
        : EcsError(
            "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.");

    /// <summary>The cluster still has tasks.</summary>
    public sealed record ClusterContainsTasks()
        : EcsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");

    /// <summary>There is no such service.</summary>
    public sealed record ServiceNotFound() : EcsError("ServiceNotFoundException", "Service not found.");

    /// <summary>The service is on its way out.</summary>
    public sealed record ServiceNotActive() : EcsError("ServiceNotActiveException", "Service was not ACTIVE.");

    /// <summary>There is no such service deployment.</summary>
    public sealed record ServiceDeploymentNotFound()
        : EcsError("ServiceDeploymentNotFoundException", "Service deployment not found.");

    /// <summary>The state does not allow it now.</summary>
    public sealed record Conflict(string Message) : EcsError("ConflictException", Message);

    /// <summary>Something of ECS that Pergola does not do; the message says what it does instead.</summary>
    public sealed record Unsupported(string Message) : EcsError("UnsupportedFeatureException", Message);
}
