resource "aws_vpclattice_service_network" "blue" {
  name      = "blue"
  auth_type = var.changed ? "NONE" : "AWS_IAM"
  tags      = var.changed ? { team = "b", more = "x" } : { team = "a" }
}

resource "aws_vpclattice_service" "orders" {
  name               = "orders"
  auth_type          = var.changed ? "AWS_IAM" : "NONE"
  custom_domain_name = "orders.example.com"
}

resource "aws_vpclattice_target_group" "addresses" {
  name = "addresses"
  type = "IP"

  config {
    port           = 8080
    protocol       = "HTTP"
    vpc_identifier = aws_vpc.one.id

    health_check {
      path                          = var.changed ? "/healthy" : "/"
      health_check_interval_seconds = 20
      unhealthy_threshold_count     = var.changed ? 3 : 2

      matcher {
        value = "200-299"
      }
    }
  }
}

# In no rule, so that a target in it is UNUSED at once.
resource "aws_vpclattice_target_group" "spare" {
  name = "spare"
  type = "IP"

  config {
    port             = 8080
    protocol         = "HTTPS"
    protocol_version = "HTTP2"
    vpc_identifier   = aws_vpc.one.id

    health_check {
      protocol         = "HTTPS"
      protocol_version = "HTTP1"
      port             = 8081
    }
  }
}

resource "aws_vpclattice_target_group" "instances" {
  name = "instances"
  type = "INSTANCE"

  config {
    port           = 80
    protocol       = "HTTP"
    vpc_identifier = aws_vpc.one.id
  }
}

resource "aws_vpclattice_target_group" "balancer" {
  name = "balancer"
  type = "ALB"

  config {
    port           = 80
    protocol       = "HTTP"
    vpc_identifier = aws_vpc.one.id
  }
}

resource "aws_vpclattice_target_group" "function" {
  name = "function"
  type = "LAMBDA"
  tags = var.changed ? {} : { kind = "function" }
}

resource "aws_vpclattice_listener" "http" {
  name               = "http"
  protocol           = "HTTP"
  port               = 8080
  service_identifier = aws_vpclattice_service.orders.id

  default_action {
    dynamic "fixed_response" {
      for_each = var.changed ? [] : [404]

      content {
        status_code = fixed_response.value
      }
    }

    dynamic "forward" {
      for_each = var.changed ? [aws_vpclattice_target_group.addresses.id] : []

      content {
        target_groups {
          target_group_identifier = forward.value
        }
      }
    }
  }
}

resource "aws_vpclattice_listener_rule" "by_path_and_header" {
  name                = "by-path-and-header"
  listener_identifier = aws_vpclattice_listener.http.listener_id
  service_identifier  = aws_vpclattice_service.orders.id
  priority            = 20

  match {
    http_match {
      method = var.changed ? "POST" : "GET"

      path_match {
        case_sensitive = true

        match {
          prefix = "/orders"
        }
      }

      header_matches {
        name           = "x-version"
        case_sensitive = false

        match {
          exact = "2"
        }
      }
    }
  }

  action {
    forward {
      target_groups {
        target_group_identifier = aws_vpclattice_target_group.addresses.id
        weight                  = var.changed ? 5 : 1
      }

      target_groups {
        target_group_identifier = aws_vpclattice_target_group.instances.id
        weight                  = 2
      }
    }
  }
}

resource "aws_vpclattice_listener_rule" "exactly" {
  name                = "exactly"
  listener_identifier = aws_vpclattice_listener.http.listener_id
  service_identifier  = aws_vpclattice_service.orders.id
  priority            = 10

  match {
    http_match {
      path_match {
        match {
          exact = "/gone"
        }
      }
    }
  }

  action {
    fixed_response {
      status_code = var.changed ? 500 : 404
    }
  }
}

resource "aws_vpclattice_service_network_service_association" "blue_orders" {
  service_identifier         = aws_vpclattice_service.orders.id
  service_network_identifier = aws_vpclattice_service_network.blue.id
}

resource "aws_vpclattice_service_network_vpc_association" "blue_one" {
  vpc_identifier             = aws_vpc.one.id
  service_network_identifier = aws_vpclattice_service_network.blue.id
  security_group_ids         = [var.changed ? aws_security_group.two.id : aws_security_group.one.id]
}

resource "aws_vpclattice_access_log_subscription" "to_log_group" {
  resource_identifier = aws_vpclattice_service_network.blue.id
  destination_arn     = "${aws_cloudwatch_log_group.access.arn}:*"
}

resource "aws_vpclattice_access_log_subscription" "to_bucket" {
  resource_identifier = aws_vpclattice_service.orders.arn
  destination_arn     = "arn:aws:s3:::access-logs"
}

resource "aws_vpclattice_auth_policy" "orders" {
  resource_identifier = aws_vpclattice_service.orders.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Action    = "vpc-lattice-svcs:Invoke"
      Effect    = var.changed ? "Allow" : "Deny"
      Principal = "*"
      Resource  = "*"
    }]
  })
}

resource "aws_vpclattice_resource_policy" "blue" {
  resource_arn = aws_vpclattice_service_network.blue.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "share"
      Effect    = "Allow"
      Principal = { AWS = var.changed ? "444455556666" : "111122223333" }
      Action = [
        "vpc-lattice:CreateServiceNetworkVpcAssociation",
        "vpc-lattice:CreateServiceNetworkServiceAssociation",
        "vpc-lattice:GetServiceNetwork",
      ]
      Resource = aws_vpclattice_service_network.blue.arn
    }]
  })
}
