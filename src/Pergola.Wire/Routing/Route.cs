using Pergola.Core;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Routing;

/// <summary>Where a request goes.</summary>
public abstract record Route
{
    private Route()
    {
    }

    /// <summary>To an operation that the model has.</summary>
    /// <param name="Service">Whose it is.</param>
    /// <param name="Operation">The operation.</param>
    /// <param name="Parameters">What routing read already: path labels by name, or the form of a query request.</param>
    public sealed record Found(
        ServiceModel Service, Operation Operation, IReadOnlyList<KeyValuePair<string, string>> Parameters) : Route;

    /// <summary>Nowhere; and the answer in the protocol that the client most likely speaks.</summary>
    public sealed record Refused(Protocol Protocol, ServiceModel? Service, ApiError Error) : Route;
}
