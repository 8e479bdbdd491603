namespace Pergola.Wire.Schemas;

/// <summary>A structure or a union, and how to make and read the record that stands for it.</summary>
/// <param name="name">The model's name of the shape.</param>
/// <param name="members">In the model's order.</param>
/// <param name="make">
/// Makes the record from one value per member (null where absent). Required members must be there: validate first.
/// </param>
/// <param name="isUnion">Exactly one member is set.</param>
public sealed class StructureSchema(
    string name, IReadOnlyList<MemberSchema> members, Func<object?[], object> make, bool isUnion = false) : Schema
{
    public string Name => name;

    public IReadOnlyList<MemberSchema> Members => members;

    public bool IsUnion => isUnion;

    public object Make(object?[] values) => make(values);
}

/// <summary>One member of a structure: where it is found on the wire, and how it is read from the record.</summary>
/// <param name="name">The model's name, which is also the JSON name.</param>
/// <param name="target">The schema of its value.</param>
/// <param name="get">Reads the member from the record; null when absent.</param>
public sealed class MemberSchema(string name, Func<Schema> target, Func<object, object?> get)
{
    public string Name { get; } = name;

    public Schema Target => target();

    public object? Get(object structure) => get(structure);

    public bool Required { get; init; }

    public MemberLocation Location { get; init; } = MemberLocation.Body;

    /// <summary>
    /// The model's locationName: header, query or label name; XML element name; ec2Query response name.
    /// </summary>
    public string WireName { get; init; } = name;

    /// <summary>The parameter name in ec2Query requests.</summary>
    public string QueryName { get; init; } = name;

    /// <summary>Clients fill it with a token of their own when the user gives none.</summary>
    public bool IdempotencyToken { get; init; }
}

/// <summary>The part of an HTTP message that holds a member.</summary>
public enum MemberLocation
{
    Body,
    Uri,
    QueryString,
    Header,
    StatusCode,
}

/// <summary>The shape of operations that take or return nothing.</summary>
public sealed record Nothing
{
    public static Nothing Value { get; } = new();

    public static StructureSchema Schema { get; } = new("Nothing", [], static _ => Value);
}
