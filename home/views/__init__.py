from home.views.first import city_home, installation, look

__all__ = ["city_home", "installation", "look"]
