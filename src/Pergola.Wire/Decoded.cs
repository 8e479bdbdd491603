using Pergola.Wire.Drafts;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire;

/// <summary>A request that was read: either the typed request, or everything that is wrong with it.</summary>
/// <param name="Request">The operation's input record; null when there are faults.</param>
/// <param name="Faults">Empty when the request is right.</param>
public sealed record Decoded(object? Request, IReadOnlyList<Fault> Faults)
{
    internal static Decoded From(StructureSchema input, object?[] values, Faults faults)
    {
        var draft = new Draft.Structure(input, values);
        Validator.Check(draft, path: "", faults);
        return faults.Any ? new Decoded(null, faults.All) : new Decoded(Draft.Make(draft), []);
    }
}
