using System.Collections.Immutable;
using Pergola.Domain.Identity;
using Pergola.Domain.Logs;
using Pergola.Domain.Network;
using Pergola.Domain.VpcLattice;

namespace Pergola.Domain.Tests;

public sealed class ResourceKindTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableSortedDictionary<string, string> s_tags =
        ImmutableSortedDictionary<string, string>.Empty.Add("Name", "x");

    private static readonly Dictionary<string, Resource> s_samples = new()
    {
        ["role"] = new Role
        {
            RoleName = "r",
            RoleId = "AROA",
            Path = "/",
            Arn = "arn",
            AssumeRolePolicyDocument = "{}",
            CreateDate = s_noon,
            InlinePolicies = s_tags,
            AttachedPolicyArns = ["a", "b"],
            Tags = s_tags,
            Ordinal = 5,
        },
        ["managed-policy"] = new ManagedPolicy
        {
            Arn = "arn",
            PolicyName = "p",
            PolicyId = "ANPA",
            Path = "/",
            DefaultVersionId = "v1",
            VersionCount = 1,
            Versions = [new ManagedPolicyVersion("v1", "{}", s_noon)],
            Tags = s_tags,
            Ordinal = 6,
        },
        ["instance-profile"] = new InstanceProfile
        {
            InstanceProfileName = "i",
            InstanceProfileId = "AIPA",
            Path = "/",
            Arn = "arn",
            RoleName = "r",
            Tags = s_tags,
            Ordinal = 7,
        },
        ["session-key"] = new SessionKey
        {
            AccessKeyId = "ASIA",
            SecretAccessKey = "s",
            SessionToken = "t",
            PrincipalArn = "arn",
            UserId = "u",
            Expiration = s_noon,
            Ordinal = 8,
        },
        ["log-group"] = new LogGroup
        {
            LogGroupName = "g",
            Arn = "arn",
            CreationTime = s_noon,
            RetentionInDays = 7,
            LogGroupClass = "STANDARD",
            Tags = s_tags,
            Ordinal = 9,
        },
        ["log-stream"] = new LogStream
        {
            LogGroupName = "g",
            LogStreamName = "s",
            CreationTime = s_noon,
            EventCount = 3,
            Ordinal = 10,
        },
        ["vpc-endpoint"] = new VpcEndpoint
        {
            VpcEndpointId = "vpce-1",
            VpcId = "vpc-1",
            EndpointType = VpcEndpointKind.ServiceNetwork,
            TargetArn = "arn",
            TargetId = "sn-1",
            SubnetIds = ["subnet-1"],
            SecurityGroupIds = ["sg-1"],
            NetworkInterfaceIds = ["eni-1"],
            Resources = [new EndpointResource("snra-1", [new EndpointAddress("eni-1", "10.0.1.5")], 7, Stands: true)],
            PrivateDnsSpecifiedDomains = ["example.com"],
            State = VpcEndpointState.Available,
            Tags = s_tags,
            Ordinal = 12,
        },
        ["resource-endpoint-association"] = new ResourceEndpointAssociation
        {
            AssociationId = "rea-1",
            Arn = "arn",
            ResourceConfigurationId = "rcfg-1",
            VpcEndpointId = "vpce-1",
            VpcEndpointOwner = "111122223333",
            CreatedBy = "111122223333",
            Tags = s_tags,
            Ordinal = 13,
        },
        ["network-interface"] = new NetworkInterface
        {
            NetworkInterfaceId = "eni-1",
            VpcId = "vpc-1",
            SubnetId = "subnet-1",
            PrivateIpAddress = "10.0.1.4",
            SecondaryAddresses = ["10.0.1.5"],
            MacAddress = "02:00:00:00:00:01",
            SecurityGroupIds = ["sg-1"],
            Owner = "vpc-endpoint/vpce-1",
            Tags = s_tags,
            Ordinal = 14,
        },
        ["log-batch"] = new LogBatch
        {
            StreamId = "g:s",
            FirstSequence = 4,
            IngestionTime = 5,
            StoredBytes = 6,
            Events = [new LogEvent(7, "\"quoted\" ü \n")],
            Ordinal = 11,
        },
    };

    public static TheoryData<string> Kinds => [.. s_samples.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_resource_comes_back_from_the_journal_as_it_was_written(string name)
    {
        var kind = ResourceKinds.Named(name);
        var written = kind.Serialize(s_samples[name]);
        var read = kind.Deserialize(written);

        Assert.Equal(s_samples[name].Id, read.Id);
        Assert.Equal(s_samples[name].Ordinal, read.Ordinal);
        Assert.Equal(s_samples[name].Parent, read.Parent);
        Assert.Equal(written, kind.Serialize(read));
    }

    [Fact]
    public void An_interface_that_an_older_release_wrote_has_no_further_addresses()
    {
        var kind = ResourceKinds.For<NetworkInterface>();
        var old = System.Text.Json.Nodes.JsonNode.Parse(kind.Serialize(s_samples["network-interface"]))!.AsObject();
        Assert.True(old.Remove(nameof(NetworkInterface.SecondaryAddresses)));

        var read = (NetworkInterface)kind.Deserialize(System.Text.Encoding.UTF8.GetBytes(old.ToJsonString()));

        Assert.Equal(["10.0.1.4"], read.AllAddresses());
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own() => Assert.Distinct(ResourceKinds.All.Select(kind => kind.Name));
}
