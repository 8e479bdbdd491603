namespace Pergola.Wire.Validation;

/// <summary>Collects what is wrong with a request, up to a limit.</summary>
internal sealed class Faults(int max)
{
    /// <summary>A value is quoted in a message up to here; the rest helps nobody.</summary>
    private const int QuotedCharactersMax = 256;

    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> All => _faults;

    public bool Any => _faults.Count > 0;

    public void Unreadable(string rule) => Add(FaultKind.Unreadable, "", null, rule);

    public void WrongType(string path, string? value, string rule) => Add(FaultKind.WrongType, path, value, rule);

    public void Missing(string path) => Add(FaultKind.Missing, path, null, "Member must not be null");

    public void NotAllowed(string path, string value, string rule) => Add(FaultKind.NotAllowed, path, value, rule);

    private void Add(FaultKind kind, string path, string? value, string rule)
    {
        // Each place is told once: a value of the wrong type is also absent, which says nothing new.
        var told = path.Length > 0 && _faults.Exists(fault => fault.Path == path && fault.Kind != kind);
        if (_faults.Count < max && !told)
        {
            _faults.Add(new Fault(kind, path, value is null ? null : Quote(value), rule));
        }
    }

    private static string Quote(string value)
    {
        if (value.Length <= QuotedCharactersMax)
        {
            return value;
        }

        // A pair of surrogates is one character; half of one cannot be written.
        var end = char.IsHighSurrogate(value[QuotedCharactersMax - 1]) ? QuotedCharactersMax - 1 : QuotedCharactersMax;
        return value[..end] + "…";
    }
}
