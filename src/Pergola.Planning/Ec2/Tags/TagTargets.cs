using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>One resource with tags, as CreateTags names it.</summary>
internal sealed record TagTarget(Noun Noun, string ResourceId, ImmutableSortedDictionary<string, string> Tags);

/// <summary>Everything that can carry tags, by the prefix of its id.</summary>
internal static class TagTargets
{
    private static readonly ImmutableArray<TaggedKind> s_kinds =
    [
        Kind<Vpc>(Noun.Vpc),
        Kind<Subnet>(Noun.Subnet),
        Kind<InternetGateway>(Noun.InternetGateway),
        Kind<RouteTable>(Noun.RouteTable),
        Kind<ElasticIp>(Noun.ElasticIp),
        Kind<NatGateway>(Noun.NatGateway),
        Kind<SecurityGroup>(Noun.SecurityGroup),
        Kind<NetworkAcl>(Noun.NetworkAcl),
        Kind<NetworkInterface>(Noun.NetworkInterface),
        Kind<PrefixList>(Noun.PrefixList),
        Kind<VpcEndpoint>(Noun.VpcEndpoint),
    ];

    /// <summary>Every tagged resource.</summary>
    public static IEnumerable<TagTarget> All(Realm realm) => s_kinds
        .SelectMany(kind => kind.All(realm).Select(each => new TagTarget(kind.Noun, each.Id, ((ITagged)each).Tags)))
        .Concat(realm.Of<SecurityGroup>().All.SelectMany(group => group.Rules)
            .Select(rule => new TagTarget(Noun.SecurityGroupRule, rule.RuleId, rule.Tags)));

    /// <summary>
    /// The resource that holds the tags of an id, with those tags changed; the error says that there is none, or what
    /// the change refuses.
    /// </summary>
    public static Ec2Error? Change(Realm realm, string id, TagChange change, out Resource? changed)
    {
        changed = null;
        if (id.StartsWith(Noun.SecurityGroupRule.Prefix, StringComparison.Ordinal))
        {
            return ChangeRule(realm, id, change, out changed);
        }

        var kind = s_kinds.FirstOrDefault(each => id.StartsWith(each.Noun.Prefix, StringComparison.Ordinal));
        if (kind is null)
        {
            return new Ec2Error.InvalidId(id);
        }

        if (kind.Find(realm, id) is not ITagged resource)
        {
            return new Ec2Error.NotFound(kind.Noun, id);
        }

        if (change(resource.Tags, out var tags) is { } error)
        {
            return error;
        }

        changed = resource.WithTags(tags);
        return null;
    }

    private static Ec2Error? ChangeRule(Realm realm, string id, TagChange change, out Resource? changed)
    {
        changed = null;
        var group = realm.Of<SecurityGroup>().All.FirstOrDefault(each => each.Rules.Any(rule => rule.RuleId == id));
        if (group is null)
        {
            return new Ec2Error.NotFound(Noun.SecurityGroupRule, id);
        }

        var rule = group.Rules.First(each => each.RuleId == id);
        if (change(rule.Tags, out var tags) is { } error)
        {
            return error;
        }

        changed = group with { Rules = group.Rules.Replace(rule, rule with { Tags = tags }) };
        return null;
    }

    private static TaggedKind Kind<T>(Noun noun)
        where T : Resource, ITagged =>
        new(noun, static realm => realm.Of<T>().All, static (realm, id) => realm.Of<T>().Find(id));

    private sealed record TaggedKind(
        Noun Noun, Func<Realm, IEnumerable<Resource>> All, Func<Realm, string, Resource?> Find);
}

/// <summary>New tags for old; the error says what cannot be.</summary>
internal delegate Ec2Error? TagChange(
    ImmutableSortedDictionary<string, string> existing, out ImmutableSortedDictionary<string, string> changed);
