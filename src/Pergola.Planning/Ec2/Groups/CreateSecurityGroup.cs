using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Network;
using Shape = Pergola.Api.Ec2;

namespace Pergola.Planning.Ec2;

/// <summary>Makes a security group that lets nothing in and everything out.</summary>
internal static class CreateSecurityGroup
{
    /// <summary>EC2's bound of names and descriptions.</summary>
    public const int TextLengthMax = 255;

    public static Decision<Shape.CreateSecurityGroupResult> Decide(
        Shape.CreateSecurityGroupRequest request, Snapshot snapshot, Given given)
    {
        var realm = snapshot.In(given.Scope);
        if (TextError(request) is { } textError)
        {
            return textError;
        }

        var vpc = request.VpcId is null
            ? realm.Of<Vpc>().All.FirstOrDefault(each => each.IsDefault)
            : realm.Of<Vpc>().Find(request.VpcId);
        if (vpc is null)
        {
            return request.VpcId is null
                ? new Ec2Error.MissingParameter("vpcId")
                : new Ec2Error.NotFound(Noun.Vpc, request.VpcId);
        }

        if (realm.Of<SecurityGroup>().Under(vpc.VpcId).Any(each => each.GroupName == request.GroupName))
        {
            return new Ec2Error.GroupDuplicate(request.GroupName!, vpc.VpcId);
        }

        if (TagList.Read(request.TagSpecifications, Noun.SecurityGroup, out var tags) is { } tagError)
        {
            return tagError;
        }

        var group = new SecurityGroup
        {
            GroupId = Mint.ResourceId(Noun.SecurityGroup.Prefix, given.Entropy),
            VpcId = vpc.VpcId,
            GroupName = request.GroupName!,
            Description = request.Description!,
            Rules = [NewVpc.AllEgress(given.Entropy)],
            Tags = tags,
        };
        return new Decision<Shape.CreateSecurityGroupResult>.Accept(
            new Shape.CreateSecurityGroupResult
            {
                GroupId = group.GroupId,
                SecurityGroupArn = RuleView.GroupArn(given.Scope, group.GroupId),
                Tags = TagList.Write(tags),
            },
            [new Change.Put(given.Scope, group)]);
    }

    private static Ec2Error? TextError(Shape.CreateSecurityGroupRequest request)
    {
        if (string.IsNullOrEmpty(request.GroupName))
        {
            return new Ec2Error.MissingParameter("groupName");
        }

        if (string.IsNullOrEmpty(request.Description))
        {
            return new Ec2Error.MissingParameter("groupDescription");
        }

        if (request.GroupName == "default")
        {
            return new Ec2Error.GroupReserved("The security group 'default' is reserved; choose another name.");
        }

        if (request.GroupName.StartsWith("sg-", StringComparison.OrdinalIgnoreCase))
        {
            return new Ec2Error.InvalidParameterValue(
                $"Value ({request.GroupName}) for parameter GroupName is invalid. "
                + "Group names may not be in the format sg-*.");
        }

        return request.GroupName.Length > TextLengthMax || request.Description.Length > TextLengthMax
            ? new Ec2Error.InvalidParameterValue(
                $"GroupName and GroupDescription must have at most {TextLengthMax} characters each.")
            : null;
    }
}
