using Pergola.Wire.Messages;
using Pergola.Wire.Routing;

namespace Pergola.Wire.Tests.Routing;

public sealed class RouterTests
{
    [Theory]
    [InlineData("AmazonEC2ContainerServiceV20141113.CreateCluster", "ecs", "CreateCluster")]
    [InlineData("Logs_20140328.CreateLogGroup", "logs", "CreateLogGroup")]
    public void A_target_header_names_service_and_operation(string target, string service, string operation) =>
        AssertFound(service, operation, Door.Find(Requests.Json(target, "{}")));

    [Theory]
    [InlineData("Action=DescribeVpcs&Version=2016-11-15", "ec2", "DescribeVpcs")]
    [InlineData("Version=2010-05-08&Action=CreateRole", "iam", "CreateRole")]
    [InlineData("Action=GetCallerIdentity&Version=2011-06-15", "sts", "GetCallerIdentity")]
    public void Action_and_version_of_a_form_name_them_too(string form, string service, string operation)
    {
        AssertFound(service, operation, Door.Find(Requests.Form(form)));
        AssertFound(service, operation, Door.Find(new WireRequest("GET", "/?" + form, [], default)));
    }

    [Theory]
    [InlineData("GET", "/services", "ListServices")]
    [InlineData("GET", "/services/", "ListServices")]
    [InlineData("GET", "/services?maxResults=5", "ListServices")]
    [InlineData("POST", "/services", "CreateService")]
    [InlineData("GET", "http://127.0.0.1:4566/services", "ListServices")]
    [InlineData("PATCH", "/services/svc-1/listeners/listener-1/rules", "BatchUpdateRule")]
    [InlineData("PATCH", "/services/svc-1/listeners/listener-1/rules/rule-1", "UpdateRule")]
    [InlineData("POST", "/targetgroups/tg-1/listtargets", "ListTargets")]
    public void A_signature_for_lattice_makes_path_and_method_name_the_operation(
        string method, string target, string operation)
    {
        AssertFound("vpc-lattice", operation, Door.Find(Requests.Rest(method, target), "vpc-lattice"));
        AssertFound("vpc-lattice", operation, Door.Find(Requests.Rest(method, target)));
    }

    [Fact]
    public void A_signature_names_which_of_the_REST_services_is_meant()
    {
        AssertFound("ram", "TagResource", Door.Find(Requests.Rest("POST", "/tagresource"), "ram"));
        AssertFound(
            "ram",
            "DeleteResourceShare",
            Door.Find(Requests.Rest("DELETE", "/deleteresourceshare?resourceShareArn=arn"), "ram"));
        Door.Refuse(Requests.Rest("POST", "/tagresource"), "vpc-lattice");
    }

    [Fact]
    public void A_label_holds_one_segment_decoded_once()
    {
        var route = Door.Find(
            Requests.Rest("GET", "/services/arn%3Aaws%3Avpc-lattice%3Ar%3A0%3Aservice%2Fsvc-1%2525/listeners"),
            "vpc-lattice");

        var labels = Assert.IsType<Route.Found>(route).Parameters;
        Assert.Equal([new("serviceIdentifier", "arn:aws:vpc-lattice:r:0:service/svc-1%25")], labels);
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("PUT", "/services")]
    [InlineData("GET", "/services/%zz")]
    [InlineData("GET", "/services/%ff")]
    [InlineData("GET", "/")]
    public void A_path_that_lattice_has_not_is_an_unknown_operation(string method, string target)
    {
        var refusal = Door.Refuse(Requests.Rest(method, target), "vpc-lattice");

        Assert.Equal(400, refusal.Status);
        Assert.Contains("\"reason\":\"unknownOperation\"", Requests.Text(refusal), StringComparison.Ordinal);
        Assert.Contains(new("x-amzn-ErrorType", "ValidationException"), refusal.Headers);
    }

    [Fact]
    public void An_action_that_ec2_has_not_is_answered_in_the_words_that_clients_look_for() => Assert.Equal(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<Response><Errors><Error><Code>InvalidAction</Code>"
        + "<Message>The action CreateFleet is not valid for this web service.</Message></Error></Errors>"
        + "<RequestID>6f1ed002-ab5c-4bb1-9d3c-3b9e7e0ec1a5</RequestID></Response>",
        Requests.Text(Door.Refuse(Requests.Form("Action=CreateFleet&Version=2016-11-15"))));

    [Theory]
    [InlineData("AmazonEC2ContainerServiceV20141113.Nothing")]
    [InlineData("AmazonEC2ContainerServiceV20141113")]
    [InlineData("AmazonEC2ContainerServiceV20141113.")]
    [InlineData("AmazonSSM.GetParameter")]
    [InlineData("")]
    public void A_target_that_is_not_there_is_an_unknown_operation(string target)
    {
        var refusal = Door.Refuse(Requests.Json(target, "{}"));

        Assert.Equal(400, refusal.Status);
        Assert.Contains("\"__type\":\"UnknownOperationException\"", Requests.Text(refusal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Action=Nothing&Version=2010-05-08", null, "InvalidAction")]
    [InlineData("Action=CreateUser&Version=2010-05-08", null, "InvalidAction")]
    [InlineData("Version=2010-05-08", null, "MissingAction")]
    [InlineData("", "iam", "MissingAction")]
    [InlineData("Action=DescribeLoadBalancers&Version=2015-12-01", "elasticloadbalancing", "UnknownOperationException")]
    [InlineData("Action=%zz&Version=2010-05-08", "iam", "MalformedHttpRequest")]
    public void A_form_that_leads_nowhere_is_answered_in_xml(string form, string? signedFor, string code)
    {
        var refusal = Door.Refuse(Requests.Form(form), signedFor);

        Assert.Equal(400, refusal.Status);
        Assert.Contains($"<Code>{code}</Code>", Requests.Text(refusal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_of_others_is_refused_by_name()
    {
        var refusal = Door.Refuse(new WireRequest("GET", "/bucket/key", [], default), "s3");

        Assert.Equal(400, refusal.Status);
        Assert.Equal("""{"message":"Pergola does not implement the service s3."}""", Requests.Text(refusal));
    }

    [Fact]
    public void A_path_without_a_signature_that_no_service_has_is_refused() =>
        Assert.Equal(400, Door.Refuse(new WireRequest("GET", "/favicon.ico", [], default)).Status);

    private static void AssertFound(string service, string operation, Route route)
    {
        var found = Assert.IsType<Route.Found>(route);
        Assert.Equal((service, operation), (found.Service.Id, found.Operation.Name));
    }
}
