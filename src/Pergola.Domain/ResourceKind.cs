using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pergola.Domain;

/// <summary>One kind of resource: its stable name in the journal and how it is written there.</summary>
public abstract class ResourceKind
{
    private protected ResourceKind(string name) => Name = name;

    /// <summary>The name in the journal. It is a file format: never rename one.</summary>
    public string Name { get; }

    /// <summary>The kind of resources of type <typeparamref name="T"/>.</summary>
    public static ResourceKind<T> Of<T>(string name, JsonTypeInfo<T> json)
        where T : Resource => new(name, json);

    /// <summary>The resource as UTF-8 JSON.</summary>
    public abstract byte[] Serialize(Resource resource);

    /// <summary>The resource that <see cref="Serialize"/> wrote.</summary>
    public abstract Resource Deserialize(ReadOnlySpan<byte> json);

    internal abstract Type Type { get; }

    internal abstract ITable EmptyTable { get; }

    /// <summary>A table of resources of this kind that have their ordinals.</summary>
    internal abstract ITable TableOf(IEnumerable<Resource> resources);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <inheritdoc/>
public sealed class ResourceKind<T> : ResourceKind
    where T : Resource
{
    private readonly JsonTypeInfo<T> _json;

    internal ResourceKind(string name, JsonTypeInfo<T> json)
        : base(name) => _json = json;

    /// <inheritdoc/>
    public override byte[] Serialize(Resource resource) => JsonSerializer.SerializeToUtf8Bytes((T)resource, _json);

    /// <inheritdoc/>
    public override Resource Deserialize(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, _json) ?? throw new JsonException($"A {Name} may not be null.");

    internal override Type Type => typeof(T);

    internal override ITable EmptyTable => Table<T>.Empty;

    internal override ITable TableOf(IEnumerable<Resource> resources) => Table<T>.Of(resources.Cast<T>());
}
