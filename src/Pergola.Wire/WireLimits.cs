namespace Pergola.Wire;

/// <summary>What a request may at most be. Beyond a limit it is refused, never cut.</summary>
public sealed record WireLimits
{
    /// <summary>The limits of the product.</summary>
    public static WireLimits Default { get; } = new();

    /// <summary>Bytes of a body. The largest that AWS takes here is PutLogEvents: 1 MiB, plus JSON around it.</summary>
    public int BodyBytesMax { get; init; } = 2 * 1024 * 1024;

    /// <summary>Nesting of JSON. The deepest shape has some ten levels; documents inside need the rest.</summary>
    public int DepthMax { get; init; } = 64;

    /// <summary>Parameters of a form. EC2 allows 1000 ids or rules per call, each of a few parameters.</summary>
    public int ParametersMax { get; init; } = 10_000;

    /// <summary>Dotted parts of a parameter's name. The deepest name that EC2 has is half of it.</summary>
    public int NamePartsMax { get; init; } = 24;

    /// <summary>Faults that are told about one request: enough to repair it, small enough to read.</summary>
    public int FaultsMax { get; init; } = 20;
}
