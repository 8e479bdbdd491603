resource "aws_vpclattice_target_group" "main" {
  name = "webserver"
  type = "IP"

  config {
    vpc_identifier   = aws_vpc.one.id
    ip_address_type  = "IPV4"
    port             = 80
    protocol         = "HTTP"
    protocol_version = "HTTP1"

    health_check {
      enabled                       = true
      health_check_interval_seconds = 5
      health_check_timeout_seconds  = 2
      healthy_threshold_count       = 2
      unhealthy_threshold_count     = 2
      path                          = var.health_check_path
      port                          = 80
      protocol                      = "HTTP"
      protocol_version              = "HTTP1"

      matcher {
        value = "200"
      }
    }
  }
}

resource "aws_vpclattice_service" "main" {
  name      = "webserver"
  auth_type = "NONE"
}

resource "aws_vpclattice_listener" "http_80" {
  name               = "http-80"
  protocol           = "HTTP"
  port               = 80
  service_arn        = aws_vpclattice_service.main.arn
  service_identifier = aws_vpclattice_service.main.id

  default_action {
    dynamic "forward" {
      for_each = var.answer_with_404 ? [] : [1]

      content {
        target_groups {
          target_group_identifier = aws_vpclattice_target_group.main.id
          weight                  = 1
        }
      }
    }

    dynamic "fixed_response" {
      for_each = var.answer_with_404 ? [1] : []

      content {
        status_code = 404
      }
    }
  }
}

resource "aws_vpclattice_service_network" "main" {
  name      = "playground"
  auth_type = "NONE"
}

resource "aws_vpclattice_service_network_service_association" "main" {
  service_identifier         = aws_vpclattice_service.main.id
  service_network_identifier = aws_vpclattice_service_network.main.id
}

resource "aws_vpclattice_service_network_vpc_association" "one" {
  vpc_identifier             = aws_vpc.one.id
  service_network_identifier = aws_vpclattice_service_network.main.id
  security_group_ids         = [aws_security_group.lattice_service_network.id]
}

resource "aws_vpclattice_service_network_vpc_association" "two" {
  vpc_identifier             = aws_vpc.two.id
  service_network_identifier = aws_vpclattice_service_network.main.id
  security_group_ids         = [aws_security_group.client_network.id]
}
