namespace Pergola.Proxy.Routing;

/// <summary>What becomes of a request, compiled from a rule's action.</summary>
internal abstract class RouteAction
{
    private RouteAction()
    {
    }

    /// <summary>Goes to a group, drawn by weight.</summary>
    public sealed class Forward(WeightedDraw draw) : RouteAction
    {
        public WeightedDraw Draw { get; } = draw;
    }

    /// <summary>Is answered with a status and an empty body.</summary>
    public sealed class FixedResponse(int statusCode) : RouteAction
    {
        public int StatusCode { get; } = statusCode;
    }
}
