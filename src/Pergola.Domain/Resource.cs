namespace Pergola.Domain;

/// <summary>
/// Something that Pergola keeps: an immutable record of what was asked (spec) and what is so (status). A change
/// replaces it whole. Its id is unique among its kind within its scope.
/// </summary>
public abstract record Resource
{
    /// <summary>The key within its kind and scope: AWS's id where there is one, else its name.</summary>
    public abstract string Id { get; }

    /// <summary>The id of the resource it lives and dies with or is listed under; null when it stands alone.</summary>
    public virtual string? Parent => null;

    /// <summary>The key of resources that a loop has to bring further: they have a status that does not stay.</summary>
    public const string Unsettled = "*unsettled";

    /// <summary>
    /// What it is looked up by beside its id and its parent: its name where names are unique, the ids of what it
    /// refers to, <see cref="Unsettled"/>. Tables keep these indexed, so nobody searches. Not kept in the journal.
    /// </summary>
    internal virtual IEnumerable<string> Keys => [];

    /// <summary>
    /// Its place in creation order, given by the ledger at its first commit; lists are in this order.
    /// </summary>
    public long Ordinal { get; init; }
}
